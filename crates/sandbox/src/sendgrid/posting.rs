//! Posting events as SendGrid does: signed arrays whose events and whose end are parted by CRLF, again after anything but a 2xx.

use reqwest::{RequestBuilder, StatusCode};

use super::{event::Event, payload::payload, webhooks::Webhook};
use crate::{
    clock,
    post::{Outbox, Post},
    sandbox::Sandbox,
};

impl Post for Event {
    type Hook = Webhook;
    /// 768 kB of events, which take some 500 bytes each.
    const EVENTS_MAX: usize = 1_000;
    /// For the real ones, at increasing intervals for 24 hours.
    const RETRIES: &'static [u64] = &[1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000];

    fn subject(&self) -> String {
        format!("{} {}", self.email(), self.kind.word())
    }

    fn outbox(sandbox: &Sandbox) -> &Outbox<Self> {
        &sandbox.sendgrid_outbox
    }

    fn hook(sandbox: &Sandbox, number: i64) -> Option<Webhook> {
        sandbox.sendgrid.with(|account| account.webhooks.get(&number).cloned())
    }

    fn is_batched(_: &Webhook) -> bool {
        true
    }

    fn request(sandbox: &Sandbox, hook: &Webhook, events: &[&Self]) -> RequestBuilder {
        let objects: Vec<_> = events.iter().map(|event| payload(event, sandbox.chance).to_string()).collect();
        let body = format!("[{}]\r\n", objects.join(",\r\n"));
        let request = sandbox
            .web
            .post(hook.url())
            .header("User-Agent", "SendGrid Event API")
            .header("Content-Type", "application/json");
        if !hook.is_signed() {
            return request.body(body);
        }
        let timestamp = clock::now().timestamp().to_string();
        let signature = sandbox.signer.sign(&timestamp, body.as_bytes());
        request
            .header("X-Twilio-Email-Event-Webhook-Signature", signature)
            .header("X-Twilio-Email-Event-Webhook-Timestamp", timestamp)
            .body(body)
    }

    fn comes_again(_: StatusCode) -> bool {
        true
    }
}
