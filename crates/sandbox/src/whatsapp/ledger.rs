//! The part of the ledger that is about WhatsApp.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;
use serde_json::{Value, json};

use super::{Message, What, world::World};
use crate::twilio;

/// Distinct messages.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Totals {
    accepted: usize,
    /// Distinct people among them.
    distinct_recipients: usize,
    /// People who got more than one message of the same campaign.
    more_than_once: usize,
    /// Accepted, and kept back at first.
    held: usize,
    sent: usize,
    /// Those that were read are delivered, told or not.
    delivered: usize,
    read: usize,
    /// By the service's own number.
    failed: BTreeMap<u32, usize>,
    replied: usize,
    pressed: usize,
    clicked: usize,
    opted_out: usize,
    blocked: usize,
    /// Delivered ones by what Meta bills them as: `marketing regular`.
    billed: BTreeMap<String, usize>,
    /// Those whose price Twilio told.
    priced: usize,
    /// What these cost, in millionths, by currency.
    charged: BTreeMap<&'static str, i64>,
}

impl Totals {
    fn of<'m>(messages: impl Iterator<Item = &'m Message>) -> Self {
        let mut totals = Self::default();
        let (mut seen, mut twice, mut people) = (HashSet::new(), HashSet::new(), HashSet::new());
        for message in messages {
            let line = (message.letter.tag(), message.letter.person.as_str());
            people.insert(line.1);
            if !seen.insert(line) {
                twice.insert(line);
            }
            totals.count(message);
        }
        (totals.distinct_recipients, totals.more_than_once) = (people.len(), twice.len());
        totals
    }

    fn count(&mut self, message: &Message) {
        let did = |what| usize::from(message.did(what));
        self.accepted += 1;
        self.held += did(What::Held);
        self.sent += did(What::Sent);
        if message.did(What::Delivered) || message.did(What::Read) {
            let (category, kind) = message.letter.class();
            self.delivered += 1;
            *self.billed.entry(format!("{category} {kind}")).or_default() += 1;
        }
        self.read += did(What::Read);
        self.replied += did(What::Replied);
        self.pressed += did(What::Pressed);
        self.clicked += did(What::Clicked);
        self.opted_out += did(What::OptedOut);
        self.blocked += did(What::Blocked);
        if let Some(micros) = twilio::price_of(message) {
            self.priced += 1;
            *self.charged.entry(twilio::CURRENCY).or_default() += micros;
        }
        let code = message.deeds.iter().find_map(|deed| deed.code);
        code.into_iter().for_each(|code| *self.failed.entry(code).or_default() += 1);
    }
}

/// Totals, a line for each campaign and person, and what people wrote. What they wrote belongs to no campaign.
pub(crate) fn view(world: &World, tag: Option<&str>) -> Value {
    let wanted = |message: &&Message| tag.is_none_or(|tag| message.letter.tag() == Some(tag));
    let heard: Vec<_> = world.heard().collect();
    json!({
        "totals": Totals::of(world.messages().filter(wanted)),
        "recipients": lines(world.messages().filter(wanted)),
        "heard": heard,
    })
}

fn lines<'m>(messages: impl Iterator<Item = &'m Message>) -> Vec<Value> {
    let mut lines: BTreeMap<_, Vec<&Message>> = BTreeMap::new();
    for message in messages {
        let letter = &message.letter;
        lines.entry((letter.tag(), letter.person.as_str(), letter.line)).or_default().push(message);
    }
    let line = |((tag, person, line), messages): ((Option<&str>, &str, _), Vec<&Message>)| {
        let told: Vec<_> = messages.iter().map(|message| shown(message)).collect();
        json!({"tag": tag, "to": person, "line": line, "accepted": told.len(), "messages": told})
    };
    lines.into_iter().map(line).collect()
}

fn shown(message: &Message) -> Value {
    let letter = &message.letter;
    json!({
        "number": letter.number,
        "messageId": letter.id,
        "template": letter.template,
        "shown": letter.shown,
        "acceptedAt": letter.at,
        "deeds": message.deeds,
    })
}
