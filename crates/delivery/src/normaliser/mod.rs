//! Reads receipts into events.

mod answered;
mod charged;
mod dated;
mod inbound;
mod news;
mod receipts;
mod swept;
mod templates;
mod whose;

use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::Language;
use providers::Accounts;
use store::{Store, StoreError, signal::channel};
use uuid::Uuid;

pub(crate) use swept::Swept;

use crate::{Stage, Step};

/// The stage that reads.
#[derive(Debug, Clone)]
pub struct Normaliser {
    store: Store,
    accounts: Accounts,
    ids: fn() -> Uuid,
    language: Language,
}

impl Normaliser {
    /// The normaliser of a database, with the accounts that receipts are told for; `ids` makes ids (version 7), and in `language` we
    /// confirm what people decide by WhatsApp.
    #[must_use]
    pub fn new(store: Store, accounts: Accounts, ids: fn() -> Uuid, language: Language) -> Self {
        Self { store, accounts, ids, language }
    }
}

impl Stage for Normaliser {
    const NAME: &'static str = "normaliser";
    const REST: Duration = Duration::from_secs(1);
    const WAKES: &'static [&'static str] = &[channel::RECEIPTS];

    async fn step(&self, now: DateTime<Utc>) -> Result<Step, StoreError> {
        let receipts = self.read_receipts(now).await?;
        Ok(if receipts > 0 { Step::Worked } else { Step::Idle })
    }
}
