//! Chains the consent ledger.

use std::time::Duration;

use chrono::{DateTime, Utc};
use store::{Store, StoreError};

use crate::{Stage, Step};

/// Most entries that one step chains.
const PIECE: i64 = 1_000;

/// The stage that seals what was recorded.
#[derive(Debug, Clone)]
pub struct Sealer {
    store: Store,
}

impl Sealer {
    /// The sealer of a database.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self { store }
    }
}

impl Stage for Sealer {
    const NAME: &'static str = "sealer";
    const REST: Duration = Duration::from_secs(2);

    async fn step(&self, _: DateTime<Utc>) -> Result<Step, StoreError> {
        let mut tx = self.store.begin().await?;
        let sealed = tx.consent().seal(PIECE).await?;
        tx.commit().await?;
        Ok(if sealed == 0 { Step::Idle } else { Step::Worked })
    }
}
