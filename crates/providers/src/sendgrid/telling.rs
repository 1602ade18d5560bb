//! One event of SendGrid's, in our words.

use chrono::{DateTime, Utc};
use domain::{
    event::{Event, EventKind, MachineSign, Subject, Verdict},
    provider::{AccountId, Provider},
};
use serde_json::{Value, json};

use super::{
    bounce,
    payload::{categories, ours, request_id},
    vocabulary,
};
use crate::{
    Telling,
    payload::{Payload, digest, short},
};

/// The longest number of an event that is kept as it is: SendGrid promises 100 characters, and that there may be more.
const EVENT_ID_MAX: usize = 100;

/// The event, or in a few words why it is none. `otherwise` is when it happened if it does not say so.
pub(super) fn telling(
    account: &AccountId,
    payload: Payload<'_>,
    otherwise: DateTime<Utc>,
) -> Result<Telling, String> {
    let word = payload.text("event").ok_or("an event without a name")?;
    let kind = vocabulary::kind(word).ok_or_else(|| short(word))?;
    let message_id = request_id(payload);
    let machine = payload.0.get("sg_machine_open") == Some(&Value::Bool(true));
    let event = Event {
        kind,
        bounce: (kind == EventKind::Bounced).then(|| bounce::kind(payload)),
        provider: Some(Provider::Sendgrid),
        account: Some(account.clone()),
        natural_key: natural_key(payload),
        subject: subject(kind, payload, message_id.as_deref())
            .ok_or_else(|| format!("{} about nobody", short(word)))?,
        message_id,
        occurred_at: payload.instant(&["timestamp"]).unwrap_or(otherwise),
        verdict: if machine { Verdict::Machine } else { Verdict::Unknown },
        sign: machine.then_some(MachineSign::Provider),
        reason: reason(kind, payload).map(short),
        link: None,
        foreign: matches!(kind, EventKind::Opened | EventKind::Clicked),
    };
    Ok(Telling { event, tags: categories(payload), made_at: None })
}

fn subject(kind: EventKind, payload: Payload<'_>, message_id: Option<&str>) -> Option<Subject> {
    match kind {
        EventKind::AccountStatus => Some(Subject::Account),
        _ => payload.subject(ours(payload), message_id),
    }
}

/// What became of the account, or what the recipient's side replied.
fn reason<'a>(kind: EventKind, payload: Payload<'a>) -> Option<&'a str> {
    match kind {
        EventKind::AccountStatus => payload.text("type"),
        _ => payload.text("reason").or_else(|| payload.text("response")),
    }
}

/// SendGrid numbers its events. Where it did not, the same message, event, address, second and link make the same event.
fn natural_key(payload: Payload<'_>) -> String {
    match payload.text("sg_event_id") {
        Some(id) if id.chars().count() <= EVENT_ID_MAX => id.to_owned(),
        Some(id) => digest(&json!(id)),
        None => digest(&json!([
            payload.text("sg_message_id"),
            payload.text("event"),
            payload.text("email").map(str::to_lowercase),
            payload.number("timestamp"),
            payload.text("url"),
            payload.text("type"),
        ])),
    }
}
