//! A webhook's payload, with the members that each event has in reality, and without those that it lacks there.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value, json};

use super::event::{Event, Kind};
use crate::chance::Chance;

/// The object that is posted for an event to a webhook.
pub(crate) fn payload(event: &Event, webhook: i64, chance: Chance) -> Value {
    let mut object = common(event, webhook);
    match event.kind {
        Kind::Request
        | Kind::Delivered
        | Kind::Deferred
        | Kind::SoftBounce
        | Kind::HardBounce
        | Kind::Invalid => full(&mut object, event),
        Kind::Blocked => {
            object.insert("subject".to_owned(), json!(event.envelope.subject));
            object.insert("ts_epoch".to_owned(), json!(event.at.timestamp_millis()));
            reason(&mut object, event);
        }
        Kind::Spam => custom(&mut object, event),
        Kind::UniqueOpened | Kind::Opened | Kind::Click => {
            full(&mut object, event);
            seen(&mut object, event, chance);
        }
        Kind::UniqueProxyOpen | Kind::ProxyOpen => by_proxy(&mut object, event, chance),
        Kind::Unsubscribed => {
            full(&mut object, event);
            object.insert("user_agent".to_owned(), json!(event.agent.unwrap_or("Mozilla/5.0")));
            object.insert("device_used".to_owned(), json!("MOBILE"));
            object.insert("is_returnpath".to_owned(), json!(true));
        }
    }
    Value::Object(object)
}

/// The members that all events share.
fn common(event: &Event, webhook: i64) -> Map<String, Value> {
    let seconds = event.at.timestamp();
    let members = [
        ("event", json!(event.kind.payload())),
        ("id", json!(webhook)),
        ("email", json!(event.envelope.to.email)),
        ("message-id", json!(&*event.envelope.id)),
        ("date", json!(account_time(event.at))),
        ("ts", json!(seconds)),
        ("ts_event", json!(seconds)),
        ("tags", json!(&*event.envelope.tags)),
    ];
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn full(object: &mut Map<String, Value>, event: &Event) {
    let tags = json!(&*event.envelope.tags).to_string();
    object.insert("tag".to_owned(), json!(tags));
    object.insert("subject".to_owned(), json!(event.envelope.subject));
    object.insert("sending_ip".to_owned(), json!("192.0.2.20"));
    object.insert("ts_epoch".to_owned(), json!(event.at.timestamp_millis()));
    reason(object, event);
    custom(object, event);
}

fn reason(object: &mut Map<String, Value>, event: &Event) {
    if let Some(reason) = event.reason {
        object.insert("reason".to_owned(), json!(reason));
    }
}

fn custom(object: &mut Map<String, Value>, event: &Event) {
    if let Some(custom) = &event.envelope.custom {
        object.insert("X-Mailin-custom".to_owned(), json!(custom));
    }
}

fn seen(object: &mut Map<String, Value>, event: &Event, chance: Chance) {
    let contact = chance.number(&event.envelope.to.email, "contact") % 100_000;
    object.insert("link".to_owned(), json!(event.link.as_deref().unwrap_or_default()));
    object.insert("user_agent".to_owned(), json!(event.agent.unwrap_or("Mozilla/5.0")));
    object.insert("device_used".to_owned(), json!("DESKTOP"));
    if event.kind != Kind::Click {
        object.insert("contact_id".to_owned(), json!(contact));
    }
}

/// A proxy's open may come without an address, and comes without what we put into the message.
fn by_proxy(object: &mut Map<String, Value>, event: &Event, chance: Chance) {
    full(object, event);
    object.remove("X-Mailin-custom");
    seen(object, event, chance);
    object.insert("sending_ip".to_owned(), json!("::"));
    object.insert("sender_email".to_owned(), json!(event.envelope.from.email));
    if chance.happens(&event.envelope.to.email, "nameless proxy", 50.0) {
        object.insert("email".to_owned(), json!(""));
    }
}

/// The account's own wall time, one hour ahead of UTC all year: a trap that receivers had better not step into.
fn account_time(at: DateTime<Utc>) -> String {
    (at + TimeDelta::hours(1)).format("%Y-%m-%d %H:%M:%S").to_string()
}
