//! The lists of addresses: `GET /v3/suppression/…`. Whoever is on one gets nothing more, but on the list of blocks.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Account, Refusal};
use crate::{
    call::{Answer, Call},
    clock,
    sandbox::Sandbox,
};

/// The most rows of a page, and those of one where nothing is said.
const PAGE_MAX: usize = 500;

/// A list of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum List {
    Bounces,
    InvalidEmails,
    SpamReports,
    Unsubscribes,
    /// Of one group of mail: the only one there is.
    Group,
    Blocks,
}

impl List {
    /// What a drop says of somebody who is on it; nothing is dropped because of a block.
    const fn drops(self) -> Option<&'static str> {
        match self {
            Self::Bounces => Some("Bounced Address"),
            Self::InvalidEmails => Some("Invalid"),
            Self::SpamReports => Some("Spam Reporting Address"),
            Self::Unsubscribes | Self::Group => Some("Unsubscribed Address"),
            Self::Blocks => None,
        }
    }

    /// A row, with the members that it has in the specification.
    fn row(self, email: &str, at: DateTime<Utc>) -> Value {
        let mut row = json!({"created": at.timestamp(), "email": email});
        let said = match self {
            Self::Bounces => Some(("550 5.1.1 no such user", "5.1.1")),
            Self::Blocks => Some(("452 4.2.2 mailbox full", "4.2.2")),
            _ => None,
        };
        if let Some((reason, status)) = said {
            row["reason"] = json!(reason);
            row["status"] = json!(status);
        }
        match self {
            Self::InvalidEmails => row["reason"] = json!("Mail domain mentioned in email address is unknown"),
            Self::SpamReports => row["ip"] = json!("192.0.2.20"),
            _ => {}
        }
        row
    }
}

/// Who is on which list since when, by address in lower case.
#[derive(Debug, Default)]
pub(super) struct Lists(BTreeMap<(List, String), DateTime<Utc>>);

impl Lists {
    /// Puts an address on a list; on which it may be already.
    pub(super) fn add(&mut self, list: List, email: &str, at: DateTime<Utc>) {
        self.0.entry((list, email.to_lowercase())).or_insert(at);
    }

    /// Takes an address off a list; false where it was not on it.
    pub(super) fn remove(&mut self, list: List, email: &str) -> bool {
        self.0.remove(&(list, email.to_lowercase())).is_some()
    }

    /// Why messages to an address are dropped.
    pub(super) fn drops(&self, email: &str) -> Option<&'static str> {
        const ALL: [List; 5] =
            [List::Bounces, List::InvalidEmails, List::SpamReports, List::Unsubscribes, List::Group];
        let email = email.to_lowercase();
        ALL.into_iter().filter(|list| self.0.contains_key(&(*list, email.clone()))).find_map(List::drops)
    }
}

/// What a colleague does in SendGrid's console: `POST /_sandbox/sendgrid` with `{"suppress": {"list", "emails"}}`. No webhook tells it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Suppress {
    list: List,
    emails: Vec<String>,
}

impl Suppress {
    /// Puts them on the list.
    pub(super) fn apply(&self, account: &mut Account) {
        self.emails.iter().for_each(|email| account.lists.add(self.list, email, clock::now()));
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Query {
    #[serde(default)]
    start_time: i64,
    end_time: Option<i64>,
    limit: Option<usize>,
    #[serde(default)]
    offset: usize,
}

/// `GET /v3/suppression/bounces`.
pub(super) fn bounces(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    page(sandbox, call, List::Bounces)
}

/// `GET /v3/suppression/invalid_emails`.
pub(super) fn invalid_emails(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    page(sandbox, call, List::InvalidEmails)
}

/// `GET /v3/suppression/spam_reports`.
pub(super) fn spam_reports(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    page(sandbox, call, List::SpamReports)
}

/// `GET /v3/suppression/unsubscribes`: those who left all mail.
pub(super) fn unsubscribes(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    page(sandbox, call, List::Unsubscribes)
}

/// `GET /v3/suppression/blocks`.
pub(super) fn blocks(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    page(sandbox, call, List::Blocks)
}

/// Oldest first; the instants are those of both ends.
fn page(sandbox: &Sandbox, call: &Call, list: List) -> Result<Answer, Refusal> {
    let query: Query =
        serde_urlencoded::from_str(&call.query).map_err(|error| Refusal::bad(error.to_string()))?;
    let limit = query.limit.unwrap_or(PAGE_MAX);
    if !(1..=PAGE_MAX).contains(&limit) {
        return Err(Refusal::of("limit", format!("must be from 1 to {PAGE_MAX}")));
    }
    let until = query.end_time.unwrap_or(i64::MAX);
    let rows: Vec<_> = sandbox.sendgrid.with(|account| {
        let of_list = account
            .lists
            .0
            .iter()
            .filter(|((of, _), at)| *of == list && (query.start_time..=until).contains(&at.timestamp()));
        let mut rows: Vec<_> = of_list.map(|((_, email), at)| (*at, email)).collect();
        rows.sort();
        rows.iter().skip(query.offset).take(limit).map(|(at, email)| list.row(email, *at)).collect()
    });
    Ok(Answer::new(200, Value::Array(rows)))
}
