//! Sending.

use reqwest::Method;

use super::{Sendgrid, answer, body::Body};
use crate::{EmailBatch, Outcome, Request, http};

impl Sendgrid {
    pub(super) async fn send_email(&self, batch: &EmailBatch, request: &Request) -> Outcome {
        let body = Body::of(batch, request);
        let call = http::call(self.call(Method::POST, "/mail/send").json(&body)).await;
        answer::outcome(call, request.members.len())
    }
}
