//! What a webhook tells: a form, or the JSON of Event Streams. Nothing is promised of either; members grow without notice.

use domain::{event::Subject, provider::AccountId, whatsapp::WhatsappNews};
use serde_json::{Map, Value};
use url::form_urlencoded;

use super::{
    fate::{Fate, number_of},
    inbound::inbound,
    stream,
};
use crate::{
    Hook, Told, Unreadable, correlation,
    payload::{Payload, short, without_nul},
};

/// The member of the address of a status callback that holds our own numbers: Twilio brings back no member of a message.
pub(super) const CORRELATION: &str = "s";

pub(super) fn read(account: &AccountId, hook: &Hook<'_>) -> Result<Told, Unreadable> {
    if matches!(hook.body.trim_ascii_start().first(), Some(b'{' | b'[')) {
        return stream::read(hook);
    }
    let form = without_nul(Value::Object(members(hook.body)));
    let Some(form) = form.as_object().filter(|form| !form.is_empty()) else {
        return Err(Unreadable::NoEvents("neither a form nor JSON"));
    };
    Ok(of_form(account, hook, Payload(form)))
}

/// The members of a form, as texts; the first of a name counts.
fn members(body: &[u8]) -> Map<String, Value> {
    let mut members = Map::new();
    for (name, value) in form_urlencoded::parse(body) {
        members.entry(name.into_owned()).or_insert_with(|| value.into_owned().into());
    }
    members
}

/// One message: its fate, or what somebody wrote to us.
fn of_form(account: &AccountId, hook: &Hook<'_>, form: Payload<'_>) -> Told {
    let mut told = Told::default();
    let sid = ["MessageSid", "SmsSid", "SmsMessageSid"].iter().find_map(|name| form.text(name));
    let status = form.text("MessageStatus").or_else(|| form.text("SmsStatus")).map(str::to_lowercase);
    match (sid, status.as_deref()) {
        (Some(sid), None | Some("received" | "receiving")) => match inbound(sid, form, hook.received_at) {
            Some(news) => told.news.push(WhatsappNews::Inbound(news)),
            None => told.unknown.push("a message from nobody, or of another channel".into()),
        },
        (Some(sid), Some(status)) => {
            match fate(sid, status, form).telling(account, ours(hook.query), hook.received_at) {
                Ok(telling) => told.tellings.push(telling),
                Err(unknown) => told.unknown.push(unknown),
            }
        }
        (None, _) => told.unknown.push(short(&format!("a form without a message: {}", names(form)))),
    }
    told
}

/// `EventType` tells that a message was read where the status lags behind.
fn fate<'a>(sid: &'a str, status: &'a str, form: Payload<'a>) -> Fate<'a> {
    let is_read = form.text("EventType").is_some_and(|event| event.eq_ignore_ascii_case("READ"));
    Fate {
        sid,
        status: if is_read { "read" } else { status },
        code: form.number("ErrorCode"),
        words: form.text("ChannelStatusMessage").or_else(|| form.text("ErrorMessage")),
        to: form.text("To").and_then(number_of),
    }
}

fn ours(query: &str) -> Option<Subject> {
    let (_, told) = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == CORRELATION)?;
    correlation::read(&told)
}

fn names(form: Payload<'_>) -> String {
    form.0.keys().take(5).map(String::as_str).collect::<Vec<_>>().join(", ")
}
