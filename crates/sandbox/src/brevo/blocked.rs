//! Addresses to which Brevo sends nothing more.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Refusal,
    query::{Period, Sort, page_limit, parse},
};
use crate::{
    call::{Answer, Call},
    mail::Mailbox,
    sandbox::Sandbox,
};

/// Why an address is blocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    HardBounce,
    ContactFlaggedAsSpam,
    UnsubscribedViaEmail,
}

impl Reason {
    const fn code(self) -> &'static str {
        match self {
            Self::HardBounce => "hardBounce",
            Self::ContactFlaggedAsSpam => "contactFlaggedAsSpam",
            Self::UnsubscribedViaEmail => "unsubscribedViaEmail",
        }
    }

    /// What a `blocked` event says of it.
    pub(crate) const fn said(self) -> &'static str {
        match self {
            Self::UnsubscribedViaEmail => "blocked : due to unsubscribed user",
            Self::HardBounce | Self::ContactFlaggedAsSpam => crate::people::BLACKLISTED,
        }
    }
}

/// A blocked address.
#[derive(Debug, Clone)]
pub(crate) struct Blocked {
    pub(crate) reason: Reason,
    pub(crate) sender: Arc<Mailbox>,
    pub(crate) at: DateTime<Utc>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Query {
    start_date: Option<String>,
    end_date: Option<String>,
    limit: Option<usize>,
    #[serde(default)]
    offset: usize,
    senders: Option<String>,
    #[serde(default)]
    sort: Sort,
}

/// `GET /smtp/blockedContacts`.
pub(crate) fn list(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    let query: Query = parse(&call.query)?;
    let limit = page_limit(query.limit, 50, 100)?;
    let period = Period::between(query.start_date.as_deref(), query.end_date.as_deref())?;
    let by_sender = |blocked: &Blocked| {
        query
            .senders
            .as_ref()
            .is_none_or(|senders| senders.split(',').any(|sender| sender == blocked.sender.email))
    };
    let mut found: Vec<_> = sandbox.brevo.with(|account| {
        let all =
            account.blocked.iter().filter(|(_, blocked)| period.holds(blocked.at) && by_sender(blocked));
        all.map(|(email, blocked)| (email.clone(), blocked.clone())).collect()
    });
    found.sort_by_key(|(_, blocked)| blocked.at);
    if query.sort == Sort::Desc {
        found.reverse();
    }
    let count = found.len();
    let contacts: Vec<_> = found.iter().skip(query.offset).take(limit).map(row).collect();
    Ok(Answer::new(200, json!({"count": count, "contacts": contacts})))
}

fn row((email, blocked): &(String, Blocked)) -> Value {
    let code = blocked.reason.code();
    json!({
        "email": email,
        "senderEmail": blocked.sender.email,
        "reason": {"code": code, "message": blocked.reason.said()},
        "blockedAt": blocked.at.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
    })
}

/// `DELETE /smtp/blockedContacts/{email}`.
pub(crate) fn unblock(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    let email = call.parameter.to_lowercase();
    match sandbox.brevo.with(|account| account.blocked.remove(&email)) {
        Some(_) => Ok(Answer::empty(204)),
        None => Err(Refusal::not_found("Contact email not found")),
    }
}
