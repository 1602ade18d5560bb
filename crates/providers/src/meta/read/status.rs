//! What became of a message of ours (webhooks/reference/messages/status).

use domain::{
    event::{Event, EventKind, Subject, Verdict},
    provider::Provider,
    whatsapp::{Billed, Charged, Known, Pricing},
};
use serde_json::{Value, json};

use super::{Change, e164};
use crate::{
    Telling, correlation,
    meta::answer::words,
    payload::{Payload, digest, short},
};

/// The longest id of a message that is kept as it is.
const ID_MAX: usize = 128;

/// The event, or in a few words why it is none.
///
/// `contacts` and the person's user id are missing where a message failed, and `delivered` where it was read at once.
pub(super) fn telling(change: Change<'_>, payload: Payload<'_>) -> Result<Telling, String> {
    let word = payload.text("status").ok_or("a status without its name")?;
    let kind = kind(word).ok_or_else(|| short(&format!("a message is {word}")))?;
    let id = payload.text("id").ok_or_else(|| short(&format!("{word} of a message without an id")))?;
    let filed = payload.text("biz_opaque_callback_data").and_then(correlation::read);
    let event = Event {
        kind,
        bounce: None,
        provider: Some(Provider::Meta),
        account: Some(change.account.id.clone()),
        natural_key: natural_key(id, word),
        subject: filed
            .unwrap_or_else(|| Subject::Message { message_id: id.to_owned(), address: address(payload) }),
        message_id: Some(id.to_owned()),
        occurred_at: payload.instant(&["timestamp"]).unwrap_or(change.at),
        verdict: Verdict::Unknown,
        sign: None,
        reason: (kind == EventKind::DroppedByProvider).then(|| reason(payload)),
        link: None,
        foreign: false,
    };
    Ok(Telling { event, tags: Vec::new(), made_at: None })
}

fn kind(word: &str) -> Option<EventKind> {
    Some(match word.to_lowercase().as_str() {
        "accepted" => EventKind::Accepted,
        "held_for_quality_assessment" => EventKind::Held,
        "sent" => EventKind::Sent,
        "delivered" => EventKind::Delivered,
        "read" => EventKind::Read,
        "failed" => EventKind::DroppedByProvider,
        _ => return None,
    })
}

/// A message has each status once.
fn natural_key(id: &str, word: &str) -> String {
    let word = word.to_lowercase();
    if id.len() <= ID_MAX { format!("{id}:{word}") } else { digest(&json!([id, word])) }
}

fn address(payload: Payload<'_>) -> Option<String> {
    let phone = payload.id("recipient_id").and_then(|told| e164(&told));
    phone.or_else(|| payload.text("recipient_user_id").map(str::to_owned))
}

/// By which names somebody is known to whom a message went: the user id, and the number as Meta spells it. Nothing where one name alone is
/// told, and the message is not known to be ours.
///
/// A status tells the user id itself, or `contacts` beside it does of the number. Where neither does, the number is told once for each
/// message, with `sent`: it may be spelt otherwise than we wrote it.
pub(super) fn known(change: Change<'_>, payload: Payload<'_>, event: &Event) -> Option<Known> {
    let phone = payload.id("recipient_id").and_then(|told| e164(&told));
    let told = payload.text("recipient_user_id").or_else(|| user_of(change, phone.as_deref()?));
    let user_id = told.filter(|user| e164(user).is_none()).map(str::to_owned);
    let is_ours = matches!(event.subject, Subject::Delivery { .. });
    let tells = match (&user_id, &phone) {
        (Some(_), Some(_)) => true,
        (Some(_), None) => is_ours,
        (None, Some(_)) => is_ours && event.kind == EventKind::Sent,
        (None, None) => false,
    };
    tells.then(|| Known { subject: event.subject.clone(), phone, user_id, at: event.occurred_at })
}

/// The user id of the contact with a number.
fn user_of<'a>(change: Change<'a>, phone: &str) -> Option<&'a str> {
    let is_it =
        |contact: &Payload<'_>| contact.id("wa_id").and_then(|told| e164(&told)).as_deref() == Some(phone);
    change.value.objects("contacts").find(is_it)?.text("user_id")
}

/// The code, then what is said of it: `domain::whatsapp::code_of` reads it back.
fn reason(payload: Payload<'_>) -> String {
    let errors = payload.objects("errors");
    let said = errors.map(|error| {
        let code = error.number("code").map(|code| code.to_string());
        let words = words(&Value::Object(error.0.clone()));
        code.into_iter().chain([words]).filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" ")
    });
    short(&said.collect::<Vec<_>>().join("; "))
}

/// What a message is billed as. Meta tells it with `sent`, and again with the first of `delivered` and `read`; it bills what is
/// delivered, so that only the second time counts. Where the kind is not told, nothing is.
pub(super) fn charged(payload: Payload<'_>, event: &Event) -> Option<Charged> {
    if !matches!(event.kind, EventKind::Delivered | EventKind::Read) {
        return None;
    }
    let pricing = payload.object("pricing")?;
    Some(Charged {
        subject: event.subject.clone(),
        message_id: event.message_id.clone(),
        billed: Billed::As(Pricing {
            category: pricing.text("category")?.to_lowercase(),
            kind: pricing.text("type")?.to_lowercase(),
        }),
        at: event.occurred_at,
    })
}
