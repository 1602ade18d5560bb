//! An entry as its table holds it.

use chrono::{DateTime, Utc};
use domain::{ConsentEntryId, consent::ConsentEntry};
use sqlx::types::Uuid;

use super::NewConsent;
use crate::{Result, StoreError, campaigns::word};

/// All of an entry that its hash covers, but its place.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct EntryRow {
    pub(crate) id: Uuid,
    pub(crate) address: String,
    pub(crate) channel: String,
    pub(crate) purpose: String,
    pub(crate) decision: String,
    pub(crate) source: String,
    pub(crate) actor: String,
    pub(crate) occurred_at: DateTime<Utc>,
    pub(crate) recorded_at: DateTime<Utc>,
    pub(crate) evidence_hash: Option<Vec<u8>>,
    pub(crate) seq: Option<i64>,
}

impl TryFrom<EntryRow> for ConsentEntry {
    type Error = StoreError;

    fn try_from(row: EntryRow) -> Result<Self> {
        Ok(Self {
            id: ConsentEntryId(row.id),
            address: row.address,
            channel: word(&row.channel, "channel")?,
            purpose: word(&row.purpose, "purpose")?,
            decision: word(&row.decision, "decision")?,
            source: row.source,
            actor: row.actor,
            occurred_at: row.occurred_at,
            recorded_at: row.recorded_at,
            seq: row.seq,
        })
    }
}

/// An entry as it was just written.
pub(super) fn entry(new: &NewConsent<'_>) -> ConsentEntry {
    ConsentEntry {
        id: ConsentEntryId(new.id),
        address: new.record.address.clone(),
        channel: new.record.channel,
        purpose: new.record.purpose,
        decision: new.record.decision,
        source: new.source.to_owned(),
        actor: new.actor.to_owned(),
        occurred_at: new.record.occurred_at,
        recorded_at: new.now,
        seq: None,
    }
}
