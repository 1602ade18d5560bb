//! The one list of what is answered.

use percent_encoding::percent_decode_str;

use super::{
    Answer, Call, Refusal, account, blocked,
    limits::{self, Bucket},
    send, statistics, webhooks,
};
use crate::{clock, sandbox::Sandbox};

type Handler = fn(&Sandbox, &Call) -> Result<Answer, Refusal>;

/// One operation.
#[derive(Debug)]
pub(crate) struct Route {
    pub(crate) method: &'static str,
    /// Path below `/v3`, with its parameter as the specification names it.
    pub(crate) path: &'static str,
    bucket: Bucket,
    handler: Handler,
}

const fn route(method: &'static str, path: &'static str, bucket: Bucket, handler: Handler) -> Route {
    Route { method, path, bucket, handler }
}

const ROUTES: &[Route] = &[
    route("POST", "/smtp/email", Bucket::Send, send::send),
    route("GET", "/smtp/statistics/events", Bucket::Smtp, statistics::events),
    route("GET", "/smtp/blockedContacts", Bucket::Blocked, blocked::list),
    route("DELETE", "/smtp/blockedContacts/{email}", Bucket::Smtp, blocked::unblock),
    route("GET", "/account", Bucket::Other, account::account),
    route("GET", "/webhooks", Bucket::Other, webhooks::list),
    route("POST", "/webhooks", Bucket::Other, webhooks::create),
    route("GET", "/webhooks/{webhookId}", Bucket::Other, webhooks::get),
    route("PUT", "/webhooks/{webhookId}", Bucket::Other, webhooks::update),
    route("DELETE", "/webhooks/{webhookId}", Bucket::Other, webhooks::delete),
];

impl Route {
    /// `POST /smtp/email`, as faults name it.
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// What stands in a path at the parameter's place; empty where there is none.
    fn parameter<'a>(&self, path: &'a str) -> Option<&'a str> {
        match self.path.split_once('{') {
            None => (self.path == path).then_some(""),
            Some((prefix, _)) => {
                path.strip_prefix(prefix).filter(|rest| !rest.is_empty() && !rest.contains('/'))
            }
        }
    }
}

/// The route of a call; the parameter in its path is kept in the call.
pub(crate) fn find(call: &mut Call) -> Result<&'static Route, Refusal> {
    let fits = ROUTES.iter().filter(|route| route.parameter(&call.path).is_some());
    let fitting: Vec<_> = fits.collect();
    let Some(route) = fitting.iter().copied().find(|route| route.method == call.method) else {
        let unknown = || Refusal::not_found(format!("{} is not imitated by the sandbox", call.path));
        return Err(if fitting.is_empty() { unknown() } else { Refusal::method() });
    };
    let parameter = route.parameter(&call.path).unwrap_or_default();
    call.parameter = percent_decode_str(parameter).decode_utf8_lossy().into_owned();
    Ok(route)
}

/// The answer of the real service: its key, its limits, then its handler.
pub(crate) fn answer(sandbox: &Sandbox, route: &Route, call: &Call) -> Answer {
    if !lets_in(sandbox, call) {
        return Refusal::unauthorized().into();
    }
    let Some(bucket) = sandbox.settings.limits.then(|| route.bucket.of(call)) else {
        return (route.handler)(sandbox, call).unwrap_or_else(Answer::from);
    };
    let standing = sandbox.brevo.with(|account| account.limits.take(bucket, clock::now()));
    let mut answer = if standing.refused {
        Refusal::too_many().into()
    } else {
        (route.handler)(sandbox, call).unwrap_or_else(Answer::from)
    };
    answer.headers.extend(limits::headers(&standing));
    answer
}

fn lets_in(sandbox: &Sandbox, call: &Call) -> bool {
    let keys = &sandbox.settings.api_keys;
    call.api_key
        .as_ref()
        .is_some_and(|key| if keys.is_empty() { !key.is_empty() } else { keys.contains(key) })
}

/// Everything that is answered.
pub(crate) fn routes() -> &'static [Route] {
    ROUTES
}
