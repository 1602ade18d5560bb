//! Sending.

use reqwest::Method;

use super::{Brevo, answer, body::Body};
use crate::{EmailBatch, Outcome, Request, http};

impl Brevo {
    pub(super) async fn send_email(&self, batch: &EmailBatch, request: &Request) -> Outcome {
        let body = Body::of(batch, request, &self.idempotency_header);
        let call = http::call(self.call(Method::POST, "/smtp/email").json(&body)).await;
        answer::outcome(call, request.members.len())
    }
}
