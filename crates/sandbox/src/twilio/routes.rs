//! The one list of what is answered, spelt as in Twilio's own specifications.

use actix_web::{HttpRequest, web::Bytes};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::Value;

use super::{Refusal, account, content, facts, files, form, limits::Bucket, messages, send, senders};
use crate::{
    call::{Answer, Call},
    clock, route,
    sandbox::Sandbox,
    service::Service,
};

/// One operation.
pub(crate) type Route = route::Route<Bucket, Refusal>;
type Handler = fn(&Sandbox, &Call) -> Result<Answer, Refusal>;

const fn route(method: &'static str, path: &'static str, handler: Handler) -> Route {
    Route { method, path, bucket: Bucket::All, handler }
}

const MESSAGES: &str = "/2010-04-01/Accounts/{AccountSid}/Messages.json";

const ROUTES: &[Route] = &[
    route("POST", MESSAGES, send::send),
    route("GET", MESSAGES, messages::list),
    route("GET", "/2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json", messages::get),
    route("GET", "/2010-04-01/Accounts/{AccountSid}/Messages/{MessageSid}/Media/{Sid}", files::get),
    route("GET", "/2010-04-01/Accounts/{Sid}.json", account::get),
    route("GET", "/v2/Channels/Senders", senders::list),
    route("GET", "/v2/Channels/Senders/{Sid}", senders::get),
    route("POST", "/v2/Channels/Senders/{Sid}", senders::update),
    route("POST", "/v1/Content", content::create),
    route("GET", "/v1/Content", content::list),
    route("GET", "/v1/ContentAndApprovals", content::list_with_approvals),
    route("GET", "/v1/Content/{Sid}", content::get),
    route("DELETE", "/v1/Content/{Sid}", content::delete),
    route("GET", "/v1/Content/{Sid}/ApprovalRequests", content::approvals),
    route("POST", "/v1/Content/{ContentSid}/ApprovalRequests/whatsapp", content::hand_in_for_approval),
];

/// Everything that is answered.
pub(crate) fn routes() -> &'static [Route] {
    ROUTES
}

/// Other accounts are not ours to look at.
fn fits(name: &str, value: &str) -> bool {
    (name != "AccountSid" && !value.starts_with("AC")) || value == facts::ACCOUNT_SID
}

/// Twilio, below `/twilio` and `/twilio-content`.
#[derive(Debug)]
pub(crate) struct Twilio;

impl Service for Twilio {
    type Route = Route;

    /// The token, or the secret of a key, behind the colon.
    fn key(request: &HttpRequest) -> Option<String> {
        let value = request.headers().get("authorization")?.to_str().ok()?;
        let pair = STANDARD.decode(value.strip_prefix("Basic ")?.trim()).ok()?;
        let pair = String::from_utf8(pair).ok()?;
        pair.split_once(':').map(|(_, token)| token.to_owned())
    }

    fn json(body: &Bytes) -> Result<Value, String> {
        form::json(body)
    }

    fn find(call: &mut Call) -> Result<&'static Route, Answer> {
        route::find_fitting(ROUTES, call, fits).map_err(|lost| match lost {
            route::Lost::Path => Refusal::not_found(&call.path).into(),
            route::Lost::Method => Refusal::method().into(),
        })
    }

    fn name(route: &Route) -> String {
        route.name()
    }

    fn answer(sandbox: &Sandbox, route: &Route, call: &Call) -> Answer {
        let own = facts::auth_token(sandbox.settings.seed);
        if call.key.as_ref() != Some(&own) && !call.is_let_in(&sandbox.settings.api_keys) {
            return Refusal::unauthorized().into();
        }
        let refused = sandbox.settings.limits
            && sandbox.twilio.with(|account| account.limits.take(route.bucket, clock::now()).refused);
        if refused {
            return Refusal::too_many().into();
        }
        (route.handler)(sandbox, call).unwrap_or_else(Answer::from)
    }

    /// Twilio names no time to wait.
    fn storm(_: u32) -> Answer {
        Refusal::too_many().into()
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
