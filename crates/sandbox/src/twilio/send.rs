//! `POST /Accounts/{AccountSid}/Messages.json`.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::{Refusal, facts, resource};
use crate::{
    call::{Answer, Call},
    clock, loopback,
    sandbox::Sandbox,
    whatsapp::{Arrival, Button, Header, Line, Message, Shown, Template, arrive, fill},
};

const BODY_MAX: usize = 1_600;

/// The form.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Form {
    to: Option<String>,
    from: Option<String>,
    messaging_service_sid: Option<String>,
    body: Option<String>,
    content_sid: Option<String>,
    content_variables: Option<String>,
    status_callback: Option<String>,
    media_url: Option<Value>,
    send_at: Option<String>,
}

/// An id in the form of the real ones, which no other run gives.
pub(crate) fn message_id(now: DateTime<Utc>, number: u64) -> String {
    format!("SM{:016x}{number:016x}", now.timestamp_millis())
}

/// Accepts a message. Whether it arrives is told to its callback.
pub(super) fn send(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    let form: Form = call.body()?;
    check(&form)?;
    let person = person(&form)?;
    let (template, shown) = content(sandbox, &form)?;
    let id = sandbox.whatsapp.with(|world| {
        if world.has_stopped(Line::Twilio, &person) {
            return Err(Refusal::of(21_610, "Attempt to send to unsubscribed recipient"));
        }
        Ok(message_id(clock::now(), world.next()))
    })?;
    let arrival = Arrival {
        line: Line::Twilio,
        id,
        person,
        correlation: form.status_callback.as_deref().and_then(correlation),
        callback: form.status_callback,
        template,
        shown,
    };
    let (letter, _) = arrive(sandbox, arrival);
    // Whatever has happened to it meanwhile.
    let mut body = resource::of_ours(&Message { letter, deeds: Vec::new() });
    if let Some(service) = form.messaging_service_sid {
        (body["status"], body["messaging_service_sid"]) = ("accepted".into(), service.into());
    }
    Ok(Answer { accepted: 1, ..Answer::new(201, body) })
}

/// What comes back: Twilio knows of none, so that senders put it into the callback's `s`.
fn correlation(callback: &str) -> Option<String> {
    let url = Url::parse(callback).ok()?;
    url.query_pairs().find(|(name, _)| name == "s").map(|(_, value)| value.into_owned())
}

fn check(form: &Form) -> Result<(), Refusal> {
    let own = format!("whatsapp:{}", facts::PHONE);
    match (&form.from, &form.messaging_service_sid) {
        (None, None) => return Err(Refusal::of(21_603, "A 'From' phone number is required.")),
        (Some(from), _) if *from != own => {
            return Err(Refusal::of(
                21_606,
                format!("The 'From' phone number {from} is not a valid sender."),
            ));
        }
        (None, Some(service)) if service != facts::SERVICE_SID => {
            return Err(Refusal::of(21_701, "The Messaging Service does not exist."));
        }
        _ => {}
    }
    if form.media_url.is_some() || form.send_at.is_some() {
        return Err(Refusal::of(20_001, "MediaUrl and SendAt are not imitated by the sandbox"));
    }
    let here = |url: &String| Url::parse(url).is_ok_and(|url| loopback::is_loopback(&url));
    if form.status_callback.as_ref().is_some_and(|url| !here(url)) {
        return Err(Refusal::of(21_609, "The sandbox calls this machine only: StatusCallback is of another"));
    }
    Ok(())
}

fn person(form: &Form) -> Result<String, Refusal> {
    let to = form.to.as_deref().ok_or_else(|| Refusal::of(21_604, "A 'To' phone number is required."))?;
    let number = to.strip_prefix("whatsapp:").filter(|number| {
        let digits = number.strip_prefix('+').unwrap_or_default();
        (7..=15).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit())
    });
    number.map(str::to_owned).ok_or_else(|| Refusal::of(21_211, format!("Invalid 'To' Phone Number: {to}")))
}

fn content(sandbox: &Sandbox, form: &Form) -> Result<(Option<Template>, Shown), Refusal> {
    if let Some(sid) = &form.content_sid {
        let found = sandbox
            .whatsapp
            .with(|world| world.templates(Line::Twilio).find(|content| content.id == *sid).cloned());
        let template = found.ok_or_else(|| Refusal::of(21_655, "The ContentSid is Invalid"))?;
        let shown = filled(&template, &variables(form)?);
        return Ok((Some(template), shown));
    }
    let body = form.body.as_deref().unwrap_or_default();
    match body.chars().count() {
        0 => Err(Refusal::of(21_602, "Message body is required.")),
        length if length > BODY_MAX => {
            Err(Refusal::of(21_617, "The concatenated message body exceeds the 1600 character limit"))
        }
        _ => Ok((None, Shown::text(body))),
    }
}

/// A JSON object of texts, none of them empty or broken over lines.
fn variables(form: &Form) -> Result<BTreeMap<String, String>, Refusal> {
    let invalid = || Refusal::of(21_656, "The ContentVariables Parameter is invalid");
    let text = form.content_variables.as_deref().unwrap_or("{}");
    let values: BTreeMap<String, String> = serde_json::from_str(text).map_err(|_| invalid())?;
    let fits = |value: &String| !value.is_empty() && !value.contains(['\n', '\r', '\t']);
    if values.values().all(fits) { Ok(values) } else { Err(invalid()) }
}

/// Who gives no value gets the sample: this is how samples reach people.
fn filled(content: &Template, values: &BTreeMap<String, String>) -> Shown {
    let sample = |name: &str| content.own["variables"][name].as_str().map(str::to_owned);
    let text = |text: &str| fill(text, |name| values.get(name).cloned().or_else(|| sample(name)));
    let words = &content.words;
    let button = |button: &Button| Button { target: text(&button.target), ..button.clone() };
    Shown {
        header: words.header.as_ref().map(|header| match header {
            Header::Text(own) | Header::Media(own) => text(own),
        }),
        body: text(&words.body),
        footer: words.footer.clone(),
        buttons: words.buttons.iter().map(button).collect(),
    }
}
