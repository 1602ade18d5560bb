//! Addresses that a provider sends nothing more to, as its own lists tell.

use chrono::{DateTime, Utc};
use domain::consequence::Consequence;
use serde_json::Value;

use crate::payload::{Payload, without_nul};

/// An address that a provider sends nothing more to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocked {
    /// The address, as the provider writes it.
    pub address: String,
    /// What that asks for.
    pub consequence: Consequence,
    /// Which list of whose tells it, and in what words; at most 500 characters.
    pub detail: String,
    /// Since when (UTC).
    pub since: DateTime<Utc>,
}

/// One page of a provider's lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockedPage {
    /// Whom it names.
    pub blocked: Vec<Blocked>,
    /// Rows that name nobody.
    pub unread: usize,
    /// The place of the next page; none after the last.
    pub next: Option<String>,
}

impl BlockedPage {
    /// Reads rows one by one: nothing in them keeps the rest from being read.
    pub(crate) fn of(
        rows: Vec<Value>,
        read: impl Fn(Payload<'_>) -> Option<Blocked>,
        next: Option<String>,
    ) -> Self {
        let told = rows.len();
        let rows = rows.into_iter().map(without_nul);
        let blocked: Vec<_> = rows.filter_map(|row| read(Payload(row.as_object()?))).collect();
        Self { unread: told - blocked.len(), blocked, next }
    }
}
