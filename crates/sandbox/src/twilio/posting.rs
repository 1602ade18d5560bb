//! Calling as Twilio does: a signed form, or JSON whose address names it, and never again.

use reqwest::{RequestBuilder, StatusCode};

use super::{
    event::{Body, Event},
    signing::address,
};
use crate::{
    post::{Outbox, Post},
    sandbox::Sandbox,
};

impl Post for Event {
    /// Every event knows where it goes.
    type Hook = ();
    const EVENTS_MAX: usize = 1;
    /// What does not get through is lost, unless the receiver lists messages (Twilio, "Webhooks: connection overrides").
    const RETRIES: &'static [u64] = &[];

    fn subject(&self) -> String {
        self.subject.clone()
    }

    fn outbox(sandbox: &Sandbox) -> &Outbox<Self> {
        &sandbox.twilio_outbox
    }

    fn hook(_: &Sandbox, _: i64) -> Option<()> {
        Some(())
    }

    fn is_batched((): &()) -> bool {
        false
    }

    fn request(sandbox: &Sandbox, (): &(), events: &[&Self]) -> RequestBuilder {
        let nothing = Event { subject: String::new(), url: String::new(), body: Body::Form(Vec::new()) };
        let event = events.first().copied().unwrap_or(&nothing);
        let url = address(&event.url, &event.body);
        let signing = sandbox.twilio.with(|account| account.signing);
        let (kind, body) = match &event.body {
            Body::Form(parameters) => (
                "application/x-www-form-urlencoded; charset=UTF-8",
                serde_urlencoded::to_string(parameters).unwrap_or_default(),
            ),
            Body::Json(text) => ("application/json", text.clone()),
        };
        let headers = signing.headers(sandbox.settings.seed, &url, &event.body);
        let request =
            sandbox.web.post(url).header("User-Agent", "TwilioProxy/1.1").header("Content-Type", kind);
        headers.into_iter().fold(request, |request, (name, value)| request.header(name, value)).body(body)
    }

    fn comes_again(_: StatusCode) -> bool {
        false
    }
}
