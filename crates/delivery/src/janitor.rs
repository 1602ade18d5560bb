//! Forgets what has served its time.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use store::{KEY_LIFETIME, Store, StoreError};

use crate::{Stage, Step};

/// Most rows that one step deletes: short transactions, and a stop never waits long.
const AT_ONCE: i64 = 1_000;

/// How long the body of a receipt that was read is kept: long enough to replay what a mistake of ours has spoilt.
pub const RECEIPT_LIFETIME: TimeDelta = TimeDelta::days(30);

/// How long the program and the network of a hit are kept: long enough to look into what was misjudged.
pub const HIT_DETAILS_LIFETIME: TimeDelta = TimeDelta::days(30);

/// How long an errand that ended is kept: whoever asked for it has looked by then.
pub const ERRAND_LIFETIME: TimeDelta = TimeDelta::days(30);

/// How long a file that somebody sent is kept once it was fetched: it can be asked for again.
pub const MEDIA_LIFETIME: TimeDelta = TimeDelta::days(1);

/// The stage that forgets.
#[derive(Debug, Clone)]
pub struct Janitor {
    store: Store,
}

impl Janitor {
    /// The janitor of a database.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self { store }
    }
}

impl Stage for Janitor {
    const NAME: &'static str = "janitor";
    const REST: Duration = Duration::from_secs(60);

    async fn step(&self, now: DateTime<Utc>) -> Result<Step, StoreError> {
        let mut tx = self.store.begin().await?;
        let forgotten = tx.idempotency().purge(now - KEY_LIFETIME, AT_ONCE).await?
            + tx.tickets().purge(now, AT_ONCE).await?
            + tx.receipts().erase_bodies(now - RECEIPT_LIFETIME, AT_ONCE).await?
            + tx.hits().erase_details(now - HIT_DETAILS_LIFETIME, AT_ONCE).await?
            + tx.conversations().forget_media(now - MEDIA_LIFETIME, AT_ONCE).await?
            + tx.errands().purge(now - ERRAND_LIFETIME, AT_ONCE).await?;
        tx.commit().await?;
        Ok(if forgotten == 0 { Step::Idle } else { Step::Worked })
    }
}
