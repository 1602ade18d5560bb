//! Finds out what became of batches in doubt, and asks providers for events that never reached us.

mod doubt;
mod sweep;

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use store::StoreError;

use crate::{
    Carrier, Stage, Step,
    carrier::{Watch, span},
    dispatcher::Letters,
};

/// The stage that finds out.
#[derive(Debug, Clone)]
pub struct Reconciler {
    carrier: Carrier,
    letters: Letters,
    patience: TimeDelta,
    silence: TimeDelta,
}

impl Reconciler {
    /// A reconciler. `patience` is how long after a call could last be repeated its doubt is given up, unless events settle it;
    /// `silence` is how long after a call a provider that tells of each message may tell of it.
    #[must_use]
    pub fn new(carrier: Carrier, patience: Duration, silence: Duration) -> Self {
        Self { carrier, letters: Letters::default(), patience: span(patience), silence: span(silence) }
    }

    /// A batch whose worker is not heard of since it meant to send it is in doubt from now on, as far as it was begun. Now is when
    /// the database is there: workers that waited for it as well are given the time to tell what they know.
    async fn expire(&self, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let watch = Watch::start(now);
        let mut tx = self.carrier.store.begin().await?;
        let expired = tx.batches().expire(watch.now()).await?;
        tx.commit().await?;
        Ok(expired)
    }
}

impl Stage for Reconciler {
    const NAME: &'static str = "reconciler";
    const REST: Duration = Duration::from_secs(5);

    async fn step(&self, now: DateTime<Utc>) -> Result<Step, StoreError> {
        let expired = self.expire(now).await?;
        let worked = expired
            || self.look_at_doubt(now).await?
            || self.judge_silence(now).await?
            || self.sweep(now).await?;
        Ok(if worked { Step::Worked } else { Step::Idle })
    }
}
