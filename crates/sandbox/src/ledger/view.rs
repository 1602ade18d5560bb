//! The ledger as it is read: totals, and a line for each campaign and recipient.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::totals::Totals;
use crate::{mail::Message, sandbox::Sandbox};

/// Everything, or what bears a tag. Requests and webhooks are counted whole: they bear none.
pub(crate) fn view(sandbox: &Sandbox, tag: Option<&str>) -> Value {
    let figures = sandbox.figures.with(|figures| figures.clone());
    let specs = sandbox.specs.as_ref().map(crate::specs::Specs::figures);
    let whatsapp = sandbox.whatsapp.with(|world| crate::whatsapp::view(world, tag));
    sandbox.mail.with(|room| {
        let wanted =
            |message: &&Message| tag.is_none_or(|tag| message.envelope.tags.iter().any(|own| own == tag));
        json!({
            "totals": Totals::of(room.all().filter(wanted)),
            "requests": figures.requests,
            "webhooks": figures.webhooks,
            "specs": specs,
            "whatsapp": whatsapp,
            "recipients": lines(room.all().filter(wanted)),
        })
    })
}

/// One line for each (tags, address): twice accepted shows as two messages.
fn lines<'a>(messages: impl Iterator<Item = &'a Message>) -> Vec<Value> {
    let mut lines: BTreeMap<(&[String], String), Vec<&Message>> = BTreeMap::new();
    for message in messages {
        let key = (&*message.envelope.tags, message.envelope.to.email.to_lowercase());
        lines.entry(key).or_default().push(message);
    }
    lines.into_iter().map(|((tags, email), messages)| line(tags, &email, &messages)).collect()
}

fn line(tags: &[String], email: &str, messages: &[&Message]) -> Value {
    let messages: Vec<_> = messages
        .iter()
        .map(|message| {
            json!({
                "number": message.number,
                "messageId": &*message.envelope.id,
                "acceptedAt": message.at,
                "deeds": message.deeds,
            })
        })
        .collect();
    json!({"tags": tags, "email": email, "accepted": messages.len(), "messages": messages})
}
