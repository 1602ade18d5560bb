//! The body of `POST /mail/send`.

use std::{borrow::Cow, collections::BTreeMap};

use domain::provider::Sender;
use serde::Serialize;

use super::{
    payload::{CAMPAIGN, NUMBER},
    plan,
    values::{fill, substitutions},
};
use crate::{EmailBatch, EmailRecipient, Request, name};

/// A request.
#[derive(Debug, Serialize)]
pub(super) struct Body<'a> {
    personalizations: Vec<Personalization<'a>>,
    from: Party<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reply_to: Option<Party<'a>>,
    subject: Cow<'a, str>,
    content: Vec<Content<'a>>,
    categories: [&'a str; 1],
    tracking_settings: Tracking,
}

/// What differs from one recipient to the next.
#[derive(Debug, Serialize)]
pub(super) struct Personalization<'a> {
    to: [Party<'a>; 1],
    headers: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    substitutions: BTreeMap<String, Cow<'a, str>>,
    /// Here and not beside the content, where the specification types them as a string. Values are texts.
    custom_args: BTreeMap<&'static str, String>,
}

#[derive(Debug, Serialize)]
struct Party<'a> {
    email: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Cow<'a, str>>,
}

#[derive(Debug, Serialize)]
struct Content<'a> {
    r#type: &'static str,
    value: Cow<'a, str>,
}

/// All of it off, whatever the account's own settings say: readers are counted by us, by their consent, or not at all.
#[derive(Debug, Default, Serialize)]
struct Tracking {
    click_tracking: Clicks,
    open_tracking: Switch,
    subscription_tracking: Switch,
    ganalytics: Switch,
}

#[derive(Debug, Default, Serialize)]
struct Switch {
    enable: bool,
}

#[derive(Debug, Default, Serialize)]
struct Clicks {
    enable: bool,
    enable_text: bool,
}

impl<'a> Body<'a> {
    /// The body that carries the members of a request.
    pub(super) fn of(batch: &'a EmailBatch, request: &Request) -> Self {
        match &batch.recipients[request.members.clone()] {
            [one] if plan::is_too_large(&one.values) => Self::written_in(batch, one),
            many => Self {
                personalizations: many.iter().map(|one| Personalization::of(batch, one)).collect(),
                ..Self::common(batch, Cow::Borrowed)
            },
        }
    }

    /// With the values in the message itself.
    fn written_in(batch: &'a EmailBatch, one: &'a EmailRecipient) -> Self {
        let alone = Personalization { substitutions: BTreeMap::new(), ..Personalization::of(batch, one) };
        Self {
            personalizations: vec![alone],
            ..Self::common(batch, |text| Cow::Owned(fill(text, &one.values)))
        }
    }

    fn common(batch: &'a EmailBatch, written: impl Fn(&'a str) -> Cow<'a, str>) -> Self {
        // In this order: SendGrid wants the plain text first.
        let parts = [("text/plain", &batch.text), ("text/html", &batch.html)];
        let parts = parts.into_iter().filter(|(_, text)| !text.is_empty());
        Self {
            personalizations: Vec::new(),
            from: Party::from(&batch.sender),
            reply_to: batch.reply_to.as_deref().map(|email| Party { email, name: None }),
            subject: written(&batch.subject),
            content: parts.map(|(r#type, text)| Content { r#type, value: written(text) }).collect(),
            categories: [&batch.tag],
            tracking_settings: Tracking::default(),
        }
    }
}

impl<'a> Personalization<'a> {
    /// What one recipient brings along: values, one-click unsubscribing (RFC 8058), and what comes back with events.
    pub(super) fn of(batch: &EmailBatch, recipient: &'a EmailRecipient) -> Self {
        Self {
            to: [Party::from(recipient)],
            headers: BTreeMap::from([
                ("List-Unsubscribe", format!("<{}>", recipient.unsubscribe_url)),
                ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".into()),
            ]),
            substitutions: substitutions(&recipient.values),
            custom_args: BTreeMap::from([
                (CAMPAIGN, batch.campaign.to_string()),
                (NUMBER, recipient.number.to_string()),
            ]),
        }
    }
}

impl<'a> From<&'a Sender> for Party<'a> {
    fn from(sender: &'a Sender) -> Self {
        Self { email: &sender.email, name: name::one_line(&sender.name, |_| false) }
    }
}

impl<'a> From<&'a EmailRecipient> for Party<'a> {
    /// Names of recipients hold neither `;` nor `,` (reference "Mail Send", limitations).
    fn from(recipient: &'a EmailRecipient) -> Self {
        let name = recipient.name.as_deref();
        Self {
            email: &recipient.address,
            name: name.and_then(|name| name::one_line(name, |c| matches!(c, ';' | ','))),
        }
    }
}
