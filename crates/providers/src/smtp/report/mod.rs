//! What mail servers report by mail: bounces (RFC 3464) and complaints (RFC 5965).
//!
//! A report is believed for one of our return paths that stands in it ([`Bounces`]): nobody else's suppresses anybody.

mod bounce;
mod fields;

use chrono::{DateTime, Utc};
use domain::{
    event::{Event, EventKind, Subject, Verdict},
    provider::{AccountId, Provider},
};
use mail_parser::{Message, MessageParser, MimeHeaders};
use serde_json::json;
use uuid::Uuid;

use self::fields::Fields;
use super::bounces::Bounces;
use crate::{Telling, Told, Unreadable};

/// Reads a message as a mail server hands it over.
pub(super) fn read(
    account: &AccountId,
    bounces: Option<&Bounces>,
    body: &[u8],
    received_at: DateTime<Utc>,
) -> Result<Told, Unreadable> {
    let message = MessageParser::default().parse(body).ok_or(Unreadable::NoEvents("no message"))?;
    let reported = reported(&message);
    if reported.is_empty() {
        return Ok(unknown("a message that reports nothing"));
    }
    let Some((campaign, number)) = bounces.and_then(|bounces| bounces.find(body)) else {
        return Ok(unknown("a report without a return path of ours"));
    };
    let subject = Subject::Delivery { campaign, number };
    let at = message.date().and_then(|date| DateTime::from_timestamp(date.to_timestamp(), 0));
    let mut told = Told::default();
    for said in reported {
        match said {
            Ok(said) => {
                let natural_key = natural_key(&subject, &said, message.message_id());
                let event = event(account, subject.clone(), natural_key, said, at.unwrap_or(received_at));
                told.tellings.push(Telling { event, tags: Vec::new(), made_at: None });
            }
            Err(unknown) => told.unknown.push(unknown),
        }
    }
    Ok(told)
}

/// What a report says of a message.
#[derive(Debug, PartialEq, Eq)]
struct Said {
    kind: EventKind,
    bounce: Option<domain::event::BounceKind>,
    reason: Option<String>,
}

/// What the parts of a message report that are made for programs; in a few words what of it means nothing to us.
fn reported(message: &Message<'_>) -> Vec<Result<Said, String>> {
    let mut said = Vec::new();
    for part in &message.parts {
        let kind = part.content_type().filter(|kind| kind.c_type.eq_ignore_ascii_case("message"));
        let kind = kind.and_then(|kind| kind.c_subtype.as_deref()).unwrap_or_default().to_ascii_lowercase();
        match kind.as_str() {
            // The first group is about the message, each further one about a recipient (RFC 3464 §2.1).
            "delivery-status" | "global-delivery-status" => {
                said.extend(Fields::groups(part.contents()).iter().filter_map(bounce::said));
            }
            "feedback-report" => said.extend(Fields::groups(part.contents()).first().map(complaint)),
            _ => {}
        }
    }
    said
}

/// A complaint (RFC 5965 §3.1, types of §7.3).
fn complaint(fields: &Fields) -> Result<Said, String> {
    let word = fields.get("feedback-type").unwrap_or_default().to_ascii_lowercase();
    let kind = match word.as_str() {
        "abuse" | "fraud" | "virus" => EventKind::Complained,
        "opt-out" | "opt-out-list" => EventKind::Unsubscribed,
        _ => return Err(format!("feedback of the type {word:?}")),
    };
    Ok(Said { kind, bounce: None, reason: fields.get("user-agent").map(str::to_owned) })
}

/// A report that comes twice has the same id; without one, what it says of a message is said once.
fn natural_key(subject: &Subject, said: &Said, report: Option<&str>) -> String {
    let whole = json!([subject, said.kind.as_str(), report.or(said.reason.as_deref())]);
    Uuid::new_v5(&Uuid::NAMESPACE_OID, whole.to_string().as_bytes()).to_string()
}

fn event(account: &AccountId, subject: Subject, natural_key: String, said: Said, at: DateTime<Utc>) -> Event {
    Event {
        kind: said.kind,
        bounce: said.bounce,
        provider: Some(Provider::Smtp),
        account: Some(account.clone()),
        natural_key,
        subject,
        message_id: None,
        occurred_at: at,
        verdict: Verdict::Unknown,
        sign: None,
        reason: said.reason,
        link: None,
        foreign: false,
    }
}

fn unknown(what: &str) -> Told {
    Told { unknown: vec![what.to_owned()], ..Told::default() }
}
