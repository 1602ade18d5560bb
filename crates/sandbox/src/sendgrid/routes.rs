//! The one list of what is answered, spelt as in SendGrid's own specification.

use actix_web::HttpRequest;

use super::{
    Refusal, account,
    limits::{self, Bucket},
    send, suppressions, webhooks,
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

const fn other(method: &'static str, path: &'static str, handler: Handler) -> Route {
    Route { method, path, bucket: Bucket::Other, handler }
}

const ROUTES: &[Route] = &[
    Route { method: "POST", path: "/v3/mail/send", bucket: Bucket::Send, handler: send::send },
    other("GET", "/v3/scopes", account::scopes),
    other("GET", "/v3/suppression/bounces", suppressions::bounces),
    other("GET", "/v3/suppression/invalid_emails", suppressions::invalid_emails),
    other("GET", "/v3/suppression/spam_reports", suppressions::spam_reports),
    other("GET", "/v3/suppression/unsubscribes", suppressions::unsubscribes),
    other("GET", "/v3/suppression/blocks", suppressions::blocks),
    other("POST", "/v3/user/webhooks/event/settings", webhooks::create),
    other("GET", "/v3/user/webhooks/event/settings/all", webhooks::list),
    other("GET", "/v3/user/webhooks/event/settings/{id}", webhooks::get),
    other("PATCH", "/v3/user/webhooks/event/settings/{id}", webhooks::update),
    other("DELETE", "/v3/user/webhooks/event/settings/{id}", webhooks::delete),
    other("GET", "/v3/user/webhooks/event/settings/signed/{id}", webhooks::key),
    other("PATCH", "/v3/user/webhooks/event/settings/signed/{id}", webhooks::sign),
];

/// Everything that is answered.
pub(crate) fn routes() -> &'static [Route] {
    ROUTES
}

/// SendGrid, below `/sendgrid`.
#[derive(Debug)]
pub(crate) struct Sendgrid;

impl Service for Sendgrid {
    type Route = Route;

    fn key(request: &HttpRequest) -> Option<String> {
        let value = request.headers().get("authorization")?.to_str().ok()?;
        Some(value.strip_prefix("Bearer ")?.trim().to_owned())
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
        let now = clock::now();
        let standing = sandbox.sendgrid.with(|account| account.limits.take(route.bucket, now));
        let mut answer = if standing.refused { Refusal::too_many().into() } else { answered() };
        answer.headers.extend(limits::headers(route.bucket, &standing, now));
        answer
    }

    fn storm(reset: u32) -> Answer {
        Answer { headers: limits::storm(reset, clock::now()), ..Refusal::too_many().into() }
    }

    fn unauthorized() -> Answer {
        Refusal::unauthorized().into()
    }

    fn server_error() -> Answer {
        Refusal::server_error().into()
    }
}
