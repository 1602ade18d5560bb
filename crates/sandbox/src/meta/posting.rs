//! Posting events as Meta does: signed, up to a thousand in one body, again after anything but a 200.

use reqwest::{RequestBuilder, StatusCode};

use super::{
    event::{Event, body},
    facts,
    signing::signature,
    state::Hook,
};
use crate::{
    clock,
    post::{Outbox, Post},
    sandbox::Sandbox,
};

impl Post for Event {
    type Hook = Hook;
    const EVENTS_MAX: usize = 1_000;
    /// For the seven days of the real ones.
    const RETRIES: &'static [u64] = &[1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000];

    fn subject(&self) -> String {
        self.subject.clone()
    }

    fn outbox(sandbox: &Sandbox) -> &Outbox<Self> {
        &sandbox.meta_outbox
    }

    fn hook(sandbox: &Sandbox, _: i64) -> Option<Hook> {
        sandbox.meta.with(|account| account.hook.clone())
    }

    fn is_batched(_: &Hook) -> bool {
        true
    }

    fn request(sandbox: &Sandbox, hook: &Hook, events: &[&Self]) -> RequestBuilder {
        let body = body(events, clock::now().timestamp()).to_string();
        let signature = signature(&facts::app_secret(sandbox.settings.seed), body.as_bytes());
        sandbox
            .web
            .post(&hook.url)
            .header("User-Agent", "facebookexternalua")
            .header("Content-Type", "application/json")
            .header("X-Hub-Signature-256", signature)
            .body(body)
    }

    fn is_taken(status: StatusCode) -> bool {
        status == StatusCode::OK
    }

    fn comes_again(_: StatusCode) -> bool {
        true
    }
}
