//! Calling as Twilio does: a signed form, and never again.

use reqwest::{RequestBuilder, StatusCode};

use super::{event::Event, facts, signing::signature};
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
        let (url, parameters) =
            events.first().map_or(("", &[][..]), |event| (&*event.url, &*event.parameters));
        let token = facts::auth_token(sandbox.settings.seed);
        let body = serde_urlencoded::to_string(parameters).unwrap_or_default();
        sandbox
            .web
            .post(url)
            .header("User-Agent", "TwilioProxy/1.1")
            .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
            .header("X-Twilio-Signature", signature(&token, url, parameters))
            .body(body)
    }

    fn comes_again(_: StatusCode) -> bool {
        false
    }
}
