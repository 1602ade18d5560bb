//! Reads what came in, receipts and hits alike, into events.

mod dated;
mod hits;
mod news;
mod receipts;
mod swept;
mod templates;

use std::time::Duration;

use chrono::{DateTime, Utc};
use providers::Accounts;
use store::{Store, StoreError, signal::channel};

pub(crate) use swept::Swept;

use crate::{Stage, Step};

/// The stage that reads.
#[derive(Debug, Clone)]
pub struct Normaliser {
    store: Store,
    accounts: Accounts,
}

impl Normaliser {
    /// The normaliser of a database, with the accounts that receipts are told for.
    #[must_use]
    pub fn new(store: Store, accounts: Accounts) -> Self {
        Self { store, accounts }
    }
}

impl Stage for Normaliser {
    const NAME: &'static str = "normaliser";
    const REST: Duration = Duration::from_secs(1);
    const WAKES: &'static [&'static str] = &[channel::RECEIPTS, channel::HITS];

    async fn step(&self, now: DateTime<Utc>) -> Result<Step, StoreError> {
        let receipts = self.read_receipts().await?;
        let hits = self.judge_hits(now).await?;
        Ok(if receipts + hits > 0 { Step::Worked } else { Step::Idle })
    }
}
