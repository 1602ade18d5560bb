//! Sending: `POST /Messages.json`, a call for each message. Forms, not JSON.

use domain::provider::Provider;
use reqwest::{Method, header::CONTENT_TYPE};
use url::form_urlencoded;

use super::{Twilio, answer, variables::variables};
use crate::{
    Answer, ApprovedTemplate, Form, Gate, Outcome, Request, Scope, WhatsappBatch, WhatsappRecipient,
    correlation, each::each, http,
};

/// The most characters of a free text (specification, `Body`).
const BODY_MAX: usize = Provider::Twilio.free_text_max();

/// One message, to one person.
struct Message<'a> {
    address: &'a str,
    template: Option<&'a ApprovedTemplate>,
    form: &'a Form,
    /// What comes back with events.
    correlation: String,
}

impl Twilio {
    /// Sends the members of a request, several calls at once.
    pub(super) async fn send_each(&self, batch: &WhatsappBatch, request: &Request, gate: &Gate) -> Outcome {
        let members = batch.recipients[request.members.clone()].iter();
        let messages = members.map(|member| self.send_one(Message::of(batch, member))).collect();
        each(messages, self.calls, self.timeouts, gate).await
    }

    pub(super) async fn send_answer(&self, answer: &Answer) -> Outcome {
        let message = Message {
            address: &answer.address,
            template: answer.template.as_ref(),
            form: &answer.form,
            correlation: correlation::of_answer(answer.id),
        };
        self.send_one(message).await
    }

    async fn send_one(&self, message: Message<'_>) -> Outcome {
        let body = match self.body(&message) {
            Ok(body) => body,
            Err((code, detail)) => {
                return Outcome::Refused { code: code.into(), detail, scope: Scope::Request };
            }
        };
        let call = self.account(Method::POST, "/Messages.json");
        let call = call.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(body);
        answer::outcome(http::call(call).await)
    }

    /// The form, or why this person cannot get the message. The number goes along with a messaging service as well: it is this
    /// number that people have written to.
    fn body(&self, message: &Message<'_>) -> Result<String, (&'static str, String)> {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("To", &channel(message.address)).append_pair("From", &channel(&self.phone));
        if let Some(service) = &self.service {
            form.append_pair("MessagingServiceSid", service);
        }
        match (message.form, message.template) {
            (Form::Text(text), _) => form.append_pair("Body", text_of(text)?),
            (Form::Template(values), Some(template)) => {
                let variables = variables(template, values).map_err(|why| ("variables", why))?;
                form.append_pair("ContentSid", &template.provider_id)
                    .append_pair("ContentVariables", &variables)
            }
            (Form::Template(_), None) => return Err(("template", "values came without a template".into())),
        };
        form.append_pair("StatusCallback", &format!("{}?s={}", self.hook, message.correlation));
        Ok(form.finish())
    }
}

impl<'a> Message<'a> {
    fn of(batch: &'a WhatsappBatch, member: &'a WhatsappRecipient) -> Self {
        Self {
            address: &member.address,
            template: Some(&batch.template),
            form: &member.form,
            correlation: correlation::of_delivery(batch.campaign, member.number),
        }
    }
}

/// An address of the channel: a number or a user id behind `whatsapp:`.
pub(super) fn channel(address: &str) -> String {
    format!("whatsapp:{address}")
}

fn text_of(text: &str) -> Result<&str, (&'static str, String)> {
    match text.chars().count() {
        0..=BODY_MAX => Ok(text),
        many => Err((
            "too_long",
            format!("Twilio takes texts of {BODY_MAX} characters at most: this one has {many}"),
        )),
    }
}
