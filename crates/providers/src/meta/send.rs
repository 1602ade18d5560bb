//! Sending: a call for each message.

use reqwest::Method;
use serde_json::Value;

use super::{Meta, answer, body::body};
use crate::{
    Answer, Gate, Outcome, Request, Scope, WhatsappBatch, WhatsappRecipient, correlation, each::each, http,
};

impl Meta {
    pub(super) async fn send_each(&self, batch: &WhatsappBatch, request: &Request, gate: &Gate) -> Outcome {
        let recipients = batch.recipients[request.members.clone()].iter();
        let messages = recipients.map(|recipient| self.deliver(written(batch, recipient))).collect();
        each(messages, self.calls, self.timeouts, gate).await
    }

    pub(super) async fn reply(&self, answer: &Answer) -> Outcome {
        let filed = correlation::of_answer(answer.id);
        self.deliver(body(&answer.address, &filed, answer.template.as_ref(), &answer.form)).await
    }

    async fn deliver(&self, body: Option<Value>) -> Outcome {
        let Some(body) = body else { return without_template() };
        let call = self.call(Method::POST, &format!("{}/messages", self.phone_number_id)).json(&body);
        answer::outcome(http::call(call).await)
    }
}

fn written(batch: &WhatsappBatch, recipient: &WhatsappRecipient) -> Option<Value> {
    let filed = correlation::of_delivery(batch.campaign, recipient.number);
    body(&recipient.address, &filed, Some(&batch.template), &recipient.form)
}

/// What a caller gets that gives values and no template to put them in.
fn without_template() -> Outcome {
    let detail = "values were given without the template that they fill".into();
    Outcome::Refused { code: "template".into(), detail, scope: Scope::Request }
}
