//! Posting events as Brevo does: one by one or in batches, again after 429 and silence only.

use reqwest::{RequestBuilder, StatusCode};
use serde_json::Value;

use super::{event::Event, payload::payload, webhooks::Webhook};
use crate::{
    post::{Outbox, Post},
    sandbox::Sandbox,
};

impl Post for Event {
    type Hook = Webhook;
    /// developers.brevo.com/docs/batch-webhooks
    const EVENTS_MAX: usize = 500;
    /// For the real 10 minutes, 1, 2 and 8 hours.
    const RETRIES: &'static [u64] = &[2_000, 6_000, 12_000, 48_000];

    fn subject(&self) -> String {
        format!("{} {}", self.envelope.to.email, self.kind.payload())
    }

    fn outbox(sandbox: &Sandbox) -> &Outbox<Self> {
        &sandbox.brevo_outbox
    }

    fn hook(sandbox: &Sandbox, number: i64) -> Option<Webhook> {
        sandbox.brevo.with(|account| account.webhooks.get(&number).cloned())
    }

    fn is_batched(hook: &Webhook) -> bool {
        hook.batched
    }

    fn request(sandbox: &Sandbox, hook: &Webhook, events: &[&Self]) -> RequestBuilder {
        let objects: Vec<_> = events.iter().map(|event| payload(event, hook.id, sandbox.chance)).collect();
        let body =
            if hook.batched { Value::Array(objects) } else { objects.into_iter().next().unwrap_or_default() };
        let mut request = sandbox
            .web
            .post(&hook.url)
            .header("User-Agent", "SendinBlue Webhook")
            .header("Content-Type", "application/json")
            .body(body.to_string());
        if let Some(auth) = hook.auth.as_ref().filter(|auth| auth.kind == "bearer") {
            request = request.bearer_auth(&auth.token);
        }
        for header in &hook.headers {
            request = request.header(&header.key, &header.value);
        }
        request
    }

    /// developers.brevo.com/docs/retry-mechanism
    fn comes_again(status: StatusCode) -> bool {
        status == StatusCode::TOO_MANY_REQUESTS
    }
}
