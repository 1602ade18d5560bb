//! The one list of what is answered.

use actix_web::HttpRequest;

use super::{
    Refusal, account, blocked,
    limits::{self, Bucket},
    send, statistics, webhooks,
};
use crate::{
    call::{Answer, Call},
    clock, route,
    sandbox::Sandbox,
    service::Service,
};

/// One operation.
pub(crate) type Route = route::Route<Bucket, Refusal>;
type Handler = fn(&Sandbox, &Call) -> Result<Answer, Refusal>;

const fn operation(method: &'static str, path: &'static str, bucket: Bucket, handler: Handler) -> Route {
    Route { method, path, bucket, handler }
}

const ROUTES: &[Route] = &[
    operation("POST", "/smtp/email", Bucket::Send, send::send),
    operation("GET", "/smtp/statistics/events", Bucket::Smtp, statistics::events),
    operation("GET", "/smtp/blockedContacts", Bucket::Blocked, blocked::list),
    operation("DELETE", "/smtp/blockedContacts/{email}", Bucket::Smtp, blocked::unblock),
    operation("GET", "/account", Bucket::Other, account::account),
    operation("GET", "/webhooks", Bucket::Other, webhooks::list),
    operation("POST", "/webhooks", Bucket::Other, webhooks::create),
    operation("GET", "/webhooks/{webhookId}", Bucket::Other, webhooks::get),
    operation("PUT", "/webhooks/{webhookId}", Bucket::Other, webhooks::update),
    operation("DELETE", "/webhooks/{webhookId}", Bucket::Other, webhooks::delete),
];

/// Everything that is answered.
pub(crate) fn routes() -> &'static [Route] {
    ROUTES
}

/// Brevo, below `/v3`.
#[derive(Debug)]
pub(crate) struct Brevo;

impl Service for Brevo {
    type Route = Route;

    fn key(request: &HttpRequest) -> Option<String> {
        request.headers().get("api-key")?.to_str().ok().map(str::to_owned)
    }

    fn find(call: &mut Call) -> Result<&'static Route, Answer> {
        route::find(ROUTES, call).map_err(|lost| match lost {
            route::Lost::Path => {
                Refusal::not_found(format!("{} is not imitated by the sandbox", call.path)).into()
            }
            route::Lost::Method => Refusal::method().into(),
        })
    }

    fn name(route: &Route) -> String {
        route.name()
    }

    fn answer(sandbox: &Sandbox, route: &Route, call: &Call) -> Answer {
        if !call.is_let_in(&sandbox.settings.api_keys) {
            return Refusal::unauthorized().into();
        }
        let answered = || (route.handler)(sandbox, call).unwrap_or_else(Answer::from);
        if !sandbox.settings.limits {
            return answered();
        }
        let bucket = route.bucket.of(call);
        let standing = sandbox.brevo.with(|account| account.limits.take(bucket, clock::now()));
        let mut answer = if standing.refused { Refusal::too_many().into() } else { answered() };
        answer.headers.extend(limits::headers(&standing));
        answer
    }

    fn storm(reset: u32) -> Answer {
        Answer { headers: limits::storm(reset).into(), ..Refusal::too_many().into() }
    }

    fn unauthorized() -> Answer {
        Refusal::unauthorized().into()
    }

    fn server_error() -> Answer {
        Refusal::server_error().into()
    }
}
