//! An event as it is posted, with the members that it has in reality, and without those that it lacks there.

use serde_json::{Map, Value, json};

use super::event::{Event, Kind};
use crate::{chance::Chance, mail::Envelope};

/// The object of an event.
pub(super) fn payload(event: &Event, chance: Chance) -> Value {
    let mut object = Map::from_iter([
        ("event".to_owned(), json!(event.kind.word())),
        ("timestamp".to_owned(), json!(event.at.timestamp())),
        ("sg_event_id".to_owned(), json!(event.id)),
    ]);
    match &event.envelope {
        Some(envelope) => of_message(&mut object, event, envelope, chance),
        None => put(&mut object, [("type", json!(event.reason))]),
    }
    Value::Object(object)
}

fn put<const N: usize>(object: &mut Map<String, Value>, members: [(&str, Value); N]) {
    object.extend(members.map(|(name, value)| (name.to_owned(), value)));
}

fn of_message(object: &mut Map<String, Value>, event: &Event, envelope: &Envelope, chance: Chance) {
    put(object, [("email", json!(envelope.to.email)), ("sg_message_id", json!(&*envelope.id))]);
    match &*envelope.tags {
        [] => {}
        // Seen both ways.
        [one] if chance.happens(&envelope.to.email, "category as text", 50.0) => {
            put(object, [("category", json!(one))]);
        }
        many => put(object, [("category", json!(many))]),
    }
    own(object, envelope);
    match event.kind {
        Kind::Processed => smtp_id(object, envelope),
        Kind::Delivered => {
            smtp_id(object, envelope);
            put(
                object,
                [("ip", json!("192.0.2.20")), ("response", json!("250 2.0.0 OK")), ("tls", json!(1))],
            );
        }
        Kind::Deferred => {
            smtp_id(object, envelope);
            put(object, [("response", json!(event.reason)), ("attempt", json!("1"))]);
        }
        Kind::Bounce | Kind::Blocked | Kind::LateBounce => bounce(object, event, envelope, chance),
        Kind::Dropped => {
            smtp_id(object, envelope);
            put(object, [("reason", json!(event.reason))]);
        }
        Kind::Open | Kind::MachineOpen | Kind::Click => seen(object, event),
        Kind::GroupUnsubscribe | Kind::GroupResubscribe => {
            put(
                object,
                [
                    ("asm_group_id", json!(10)),
                    ("ip", json!("203.0.113.8")),
                    ("useragent", json!("Mozilla/5.0")),
                ],
            );
        }
        Kind::SpamReport | Kind::Unsubscribe | Kind::AccountStatusChange => {}
    }
}

/// Custom arguments stand beside the members of SendGrid's own, which win.
fn own(object: &mut Map<String, Value>, envelope: &Envelope) {
    let custom = envelope.custom.as_deref().and_then(|custom| serde_json::from_str::<Map<_, _>>(custom).ok());
    for (name, value) in custom.into_iter().flatten() {
        object.entry(name).or_insert(value);
    }
}

fn smtp_id(object: &mut Map<String, Value>, envelope: &Envelope) {
    let request = envelope.id.split('.').next().unwrap_or_default();
    put(object, [("smtp-id", json!(format!("<{request}@geopod-ismtpd-5>")))]);
}

/// A bounce that comes late lacks the message's id, and now and then what we gave it along.
fn bounce(object: &mut Map<String, Value>, event: &Event, envelope: &Envelope, chance: Chance) {
    smtp_id(object, envelope);
    put(object, [("reason", json!(event.reason))]);
    if event.kind == Kind::Blocked {
        let class = json!("Mailbox Unavailable");
        put(
            object,
            [("type", json!("blocked")), ("status", json!("4.2.2")), ("bounce_classification", class)],
        );
    } else {
        let class = json!("Invalid Address");
        put(
            object,
            [("type", json!("bounce")), ("status", json!("5.1.1")), ("bounce_classification", class)],
        );
    }
    if event.kind == Kind::LateBounce {
        object.remove("sg_message_id");
        if chance.happens(&envelope.to.email, "late and nameless", 50.0) {
            let custom =
                envelope.custom.as_deref().and_then(|text| serde_json::from_str::<Map<_, _>>(text).ok());
            custom.into_iter().flatten().for_each(|(name, _): (String, Value)| drop(object.remove(&name)));
        }
    }
}

fn seen(object: &mut Map<String, Value>, event: &Event) {
    put(object, [("useragent", json!(event.agent)), ("ip", json!("203.0.113.7"))]);
    match (event.kind, &event.link) {
        (Kind::Click, Some(link)) => {
            put(object, [("url", json!(link)), ("url_offset", json!({"index": 0, "type": "html"}))]);
        }
        (Kind::MachineOpen, _) => {
            put(object, [("sg_content_type", json!("html")), ("sg_machine_open", json!(true))]);
        }
        _ => put(object, [("sg_content_type", json!("html"))]),
    }
}
