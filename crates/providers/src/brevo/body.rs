//! The body of `POST /smtp/email`.

use std::{borrow::Cow, collections::BTreeMap};

use domain::provider::Sender;
use serde::Serialize;

use super::{
    name, plan,
    values::{Params, fill, has_brace, has_tags, unescaped},
};
use crate::{EmailBatch, EmailRecipient, Request};

type Headers<'a> = BTreeMap<&'a str, Cow<'a, str>>;

/// A request. One recipient goes as a plain message, several as versions: then Brevo wants no outer `to`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Body<'a> {
    sender: Party<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reply_to: Option<Party<'a>>,
    subject: Cow<'a, str>,
    html_content: Cow<'a, str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    text_content: Cow<'a, str>,
    tags: [&'a str; 1],
    headers: Headers<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<[Party<'a>; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    params: Option<Params<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    message_versions: Vec<Version<'a>>,
}

/// What differs from one recipient to the next.
#[derive(Debug, Serialize)]
struct Version<'a> {
    to: [Party<'a>; 1],
    /// Written in, not left to tags: Brevo would escape HTML in a subject as well.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    params: Option<Params<'a>>,
    /// Not in Brevo's specification, but taken: django-anymail's live tests send them.
    headers: Headers<'a>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Party<'a> {
    email: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Cow<'a, str>>,
    /// Since July 2026; works where the account has it switched on.
    #[serde(skip_serializing_if = "Option::is_none")]
    contact_pixel_tracking_consent: Option<bool>,
}

impl<'a> Body<'a> {
    /// The body that carries the members of a request.
    pub(super) fn of(batch: &'a EmailBatch, request: &Request, idempotency_header: &'a str) -> Self {
        let key = (idempotency_header, Cow::Owned(request.key.to_string()));
        match &batch.recipients[request.members.clone()] {
            [one] => Self::single(batch, one, key),
            many => Self {
                headers: BTreeMap::from([key]),
                message_versions: many.iter().map(|recipient| Version::of(batch, recipient)).collect(),
                ..Self::common(batch)
            },
        }
    }

    fn single(batch: &'a EmailBatch, recipient: &'a EmailRecipient, key: (&'a str, Cow<'a, str>)) -> Self {
        let Version { to, subject, params, mut headers } = Version::of(batch, recipient);
        headers.extend([key]);
        let mut body = Self { headers, to: Some(to), params, ..Self::common(batch) };
        body.subject = subject.map_or(body.subject, Cow::Owned);
        if plan::is_too_large(&recipient.values) { body.written_in(batch, recipient) } else { body }
    }

    /// With the values in the message itself.
    fn written_in(self, batch: &EmailBatch, recipient: &EmailRecipient) -> Self {
        let (html, text) = (fill(&batch.html, &recipient.values), fill(&batch.text, &recipient.values));
        let brace = [&*self.subject, &html, &text].into_iter().any(has_brace);
        let params = brace.then_some(Params { values: &[], brace });
        Self { params, html_content: html.into(), text_content: text.into(), ..self }
    }

    fn common(batch: &'a EmailBatch) -> Self {
        Self {
            sender: Party::from(&batch.sender),
            reply_to: batch.reply_to.as_deref().map(Party::bare),
            subject: Cow::Borrowed(&batch.subject),
            html_content: unescaped(&batch.html),
            text_content: unescaped(&batch.text),
            tags: [&batch.tag],
            headers: Headers::new(),
            to: None,
            params: None,
            message_versions: Vec::new(),
        }
    }
}

impl<'a> Version<'a> {
    fn of(batch: &'a EmailBatch, recipient: &'a EmailRecipient) -> Self {
        let values = recipient.values.as_slice();
        let subject = has_tags(&batch.subject).then(|| fill(&batch.subject, values));
        let params = Params { values, brace: subject.as_deref().is_some_and(has_brace) };
        Self {
            to: [Party::from(recipient)],
            subject,
            params: (!params.is_empty()).then_some(params),
            headers: headers(batch, recipient),
        }
    }
}

/// What comes back with events, and one-click unsubscribing (RFC 8058). ASCII only: Brevo sends the rest as raw bytes.
fn headers<'a>(batch: &EmailBatch, recipient: &EmailRecipient) -> Headers<'a> {
    let ours = format!(r#"{{"c":"{}","n":{}}}"#, batch.campaign, recipient.number);
    BTreeMap::from([
        ("X-Mailin-custom", ours.into()),
        ("List-Unsubscribe", format!("<{}>", recipient.unsubscribe_url).into()),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".into()),
    ])
}

impl<'a> Party<'a> {
    const fn bare(email: &'a str) -> Self {
        Self { email, name: None, contact_pixel_tracking_consent: None }
    }
}

impl<'a> From<&'a Sender> for Party<'a> {
    fn from(sender: &'a Sender) -> Self {
        Self { name: name::display(&sender.name), ..Self::bare(&sender.email) }
    }
}

impl<'a> From<&'a EmailRecipient> for Party<'a> {
    fn from(recipient: &'a EmailRecipient) -> Self {
        Self {
            name: recipient.name.as_deref().and_then(name::display),
            contact_pixel_tracking_consent: recipient.tracking,
            ..Self::bare(&recipient.address)
        }
    }
}
