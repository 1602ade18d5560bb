//! One event of Brevo's, in our words: the same whether a webhook or a report tells it.

use chrono::{DateTime, Utc};
use domain::{
    event::{Event, EventKind, MachineSign, Verdict},
    provider::{AccountId, Provider},
};
use serde_json::json;

use super::{
    bounce,
    payload::{message_id, ours, tags},
    vocabulary::Word,
};
use crate::{
    Telling,
    payload::{Payload, digest, short},
};

/// The members that webhooks and reports call by different names.
#[derive(Debug)]
pub(super) struct Names {
    pub(super) message_id: &'static str,
    /// When it happened, the most exact first; `date` of a webhook is not among them: its zone is the account's.
    pub(super) at: fn(Payload<'_>) -> Option<DateTime<Utc>>,
    /// The second that makes the event the same event.
    pub(super) second: fn(Payload<'_>) -> Option<DateTime<Utc>>,
}

/// The event, or in a few words why it is none. `otherwise` is when it happened if it does not say so.
pub(super) fn telling(
    account: &AccountId,
    payload: Payload<'_>,
    names: &Names,
    otherwise: DateTime<Utc>,
) -> Result<Telling, String> {
    let spelling = payload.text("event").ok_or("an event without a name")?;
    let word = Word::find(spelling).ok_or_else(|| short(spelling))?;
    let message_id = message_id(payload, names.message_id);
    let subject = payload.subject(ours(payload), message_id.as_deref());
    let subject = subject.ok_or_else(|| format!("{} about nobody", word.name))?;
    let reason = payload.text("reason").map(short);
    let event = Event {
        kind: word.kind,
        bounce: (word.kind == EventKind::Bounced)
            .then(|| bounce::kind(word.name, reason.as_deref().unwrap_or_default())),
        provider: Some(Provider::Brevo),
        account: Some(account.clone()),
        natural_key: natural_key(word, payload, message_id.as_deref(), (names.second)(payload)),
        subject,
        message_id,
        occurred_at: (names.at)(payload).unwrap_or(otherwise),
        verdict: if word.is_of_proxy() { Verdict::Machine } else { Verdict::Unknown },
        sign: word.is_of_proxy().then_some(MachineSign::Provider),
        reason,
        link: None,
        foreign: matches!(word.kind, EventKind::Opened | EventKind::Clicked),
    };
    Ok(Telling { event, tags: tags(payload), made_at: None })
}

/// Brevo numbers no events: the same message, event, address, second and link make the same event.
fn natural_key(
    word: &Word,
    payload: Payload<'_>,
    message_id: Option<&str>,
    at: Option<DateTime<Utc>>,
) -> String {
    let email = payload.text("email").map(str::to_lowercase);
    let whole = json!([message_id, word.name, email, at.map(|at| at.timestamp()), payload.text("link")]);
    digest(&whole)
}
