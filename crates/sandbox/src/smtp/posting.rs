//! Handing reports over as a mail server's pipe does: one at a time, and again until they are taken.

use reqwest::{RequestBuilder, StatusCode};

use super::{Hook, hear::Event, report::report};
use crate::{
    post::{Outbox, Post},
    sandbox::Sandbox,
};

impl Post for Event {
    type Hook = Hook;
    const EVENTS_MAX: usize = 1;
    /// For the five days of a queue.
    const RETRIES: &'static [u64] = &[1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000];

    fn subject(&self) -> String {
        format!("{} {}", self.envelope.to.email, self.word())
    }

    fn outbox(sandbox: &Sandbox) -> &Outbox<Self> {
        &sandbox.smtp_outbox
    }

    fn hook(sandbox: &Sandbox, _: i64) -> Option<Hook> {
        sandbox.smtp.with(|account| account.hook.clone())
    }

    fn is_batched(_: &Hook) -> bool {
        false
    }

    fn request(sandbox: &Sandbox, hook: &Hook, events: &[&Self]) -> RequestBuilder {
        let body: String = events.iter().map(|event| report(event)).collect();
        let request = sandbox.web.post(&hook.url).bearer_auth(&hook.token);
        request.header("Content-Type", "message/rfc822").body(body)
    }

    /// `curl --fail` makes every refusal a failure, which the queue keeps.
    fn comes_again(_: StatusCode) -> bool {
        true
    }
}
