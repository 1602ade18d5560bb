//! The one list of what is answered, spelt as in Meta's own specification.

use actix_web::HttpRequest;

use super::{Refusal, facts, files, limits::Bucket, number, send, subscription, templates, uploads};
use crate::{
    call::{Answer, Call},
    clock, route,
    sandbox::Sandbox,
    service::Service,
    whatsapp::Throughput,
};

/// One operation.
pub(crate) type Route = route::Route<Bucket, Refusal>;
type Handler = fn(&Sandbox, &Call) -> Result<Answer, Refusal>;

const fn other(method: &'static str, path: &'static str, handler: Handler) -> Route {
    Route { method, path, bucket: Bucket::Management, handler }
}

const SEND: &str = "/{Version}/{Phone-Number-ID}/messages";
const TEMPLATES: &str = "/{Version}/{WABA-ID}/message_templates";
const APPS: &str = "/{Version}/{WABA-ID}/subscribed_apps";

const ROUTES: &[Route] = &[
    Route { method: "POST", path: SEND, bucket: Bucket::Messages(Throughput::Standard), handler: send::send },
    other("GET", "/{Version}/{Phone-Number-ID}", number::get),
    other("GET", "/{Version}/{WABA-ID}", number::account),
    other("GET", "/{Version}/{WABA-ID}/phone_numbers", number::list),
    other("GET", TEMPLATES, templates::list),
    other("POST", TEMPLATES, templates::create),
    other("DELETE", TEMPLATES, templates::delete),
    other("GET", APPS, subscription::list),
    other("POST", APPS, subscription::subscribe),
    other("DELETE", APPS, subscription::unsubscribe),
    other("POST", "/{Version}/{Application-ID}/uploads", uploads::open),
    other("POST", "/{Version}/{Upload-ID}", uploads::take),
    other("GET", "/{Version}/{Media-ID}", files::get),
    other("GET", "/{Version}/{TEMPLATE_ID}", templates::get),
    other("POST", "/{Version}/{TEMPLATE_ID}", templates::edit),
];

/// Everything that is answered.
pub(crate) fn routes() -> &'static [Route] {
    ROUTES
}

/// The graph has one kind of address for everything: what stands in it decides.
fn fits(name: &str, value: &str) -> bool {
    let upload = value.starts_with("upload:") || value.starts_with("upload%3A");
    let known = [facts::PHONE_NUMBER_ID, facts::WABA_ID, facts::APP_ID].contains(&value);
    match name {
        "Version" => value.starts_with('v'),
        "Phone-Number-ID" => value == facts::PHONE_NUMBER_ID,
        "WABA-ID" => value == facts::WABA_ID,
        "Application-ID" => value == facts::APP_ID,
        "Upload-ID" => upload,
        "Media-ID" => files::is_file(value),
        _ => !known && !upload,
    }
}

/// Meta, below `/meta`.
#[derive(Debug)]
pub(crate) struct Meta;

impl Service for Meta {
    type Route = Route;

    fn key(request: &HttpRequest) -> Option<String> {
        let value = request.headers().get("authorization")?.to_str().ok()?;
        let key = value.strip_prefix("Bearer ").or_else(|| value.strip_prefix("OAuth "))?;
        Some(key.trim().to_owned())
    }

    fn find(call: &mut Call) -> Result<&'static Route, Answer> {
        route::find_fitting(ROUTES, call, fits).map_err(|_| Refusal::no_such_object(&call.path).into())
    }

    async fn prepare(sandbox: &Sandbox, call: &mut Call) {
        subscription::challenge(sandbox, call).await;
    }

    fn name(route: &Route) -> String {
        route.name()
    }

    fn answer(sandbox: &Sandbox, route: &Route, call: &Call) -> Answer {
        if !call.is_let_in(&sandbox.settings.api_keys) {
            return Refusal::unauthorized().into();
        }
        let bucket = match route.bucket {
            Bucket::Messages(_) => Bucket::Messages(sandbox.whatsapp.with(|world| world.meta.throughput)),
            Bucket::Management => Bucket::Management,
        };
        let refused = sandbox.settings.limits
            && sandbox.meta.with(|account| account.limits.take(bucket, clock::now()).refused);
        match (refused, bucket) {
            (true, Bucket::Messages(_)) => Refusal::too_many_messages().into(),
            (true, Bucket::Management) => Refusal::too_many_calls().into(),
            (false, _) => (route.handler)(sandbox, call).unwrap_or_else(Answer::from),
        }
    }

    /// Meta names no time to wait.
    fn storm(_: u32) -> Answer {
        Refusal::too_many_messages().into()
    }

    fn unauthorized() -> Answer {
        Refusal::unauthorized().into()
    }

    fn refused(code: u32) -> Answer {
        Refusal::of(code, "As it was asked for").into()
    }

    fn server_error() -> Answer {
        Refusal::server_error().into()
    }
}
