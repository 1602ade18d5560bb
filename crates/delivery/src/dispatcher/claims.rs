//! How a lane comes to a batch, and when it leaves one to another account.

use chrono::{DateTime, TimeDelta, Utc};
use domain::provider::AccountId;
use store::{Claimed, Hold, StoreError, Tx};

use super::{Dispatcher, lanes::Lane};
use crate::{
    Stage,
    carrier::{Watch, span},
    failpoint,
};

/// How long a claim holds before anything is meant to be sent.
const CLAIM: TimeDelta = TimeDelta::seconds(60);
/// Messages that were to wait go ahead of fresh ones when they are this late.
const LATE: TimeDelta = TimeDelta::seconds(60);

impl Dispatcher {
    /// Claims a batch, first of the accounts by which nothing leaves this process at the moment. Nothing is sent of one that is only
    /// claimed: whoever comes after the lease takes it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn claim(&self, now: DateTime<Utc>) -> Result<Option<Hold>, StoreError> {
        let watch = Watch::start(now);
        loop {
            let now = watch.now();
            let clocks = self.carrier.clocks(now);
            let mut tx = self.carrier.store.begin().await?;
            tx.batches().form(now - LATE, self.size).await?;
            let claimed = tx.batches().claim(now, CLAIM, &self.lanes.carried(), &clocks).await?;
            tx.commit().await?;
            match claimed {
                Claimed::Batch(hold) => {
                    failpoint::pass(failpoint::AFTER_CLAIM);
                    return Ok(Some(hold));
                }
                Claimed::Nothing => return Ok(None),
                Claimed::PutOff => {}
            }
        }
    }

    /// Claims a batch, with a lane to carry it.
    pub(super) async fn enter(&self, watch: Watch) -> Result<Option<(Hold, Lane)>, StoreError> {
        let _alone = self.lanes.queue().await;
        let claimed = self.claim(watch.now()).await?;
        Ok(claimed.map(|hold| {
            let lane = self.lanes.enter(&hold.account);
            (hold, lane)
        }))
    }

    /// Whether a lane of an account is to be left in the middle of its batch, because all are taken and something has waited for one by
    /// an account that has none. What has waited no longer than a rest is left to a lane that is free.
    pub(super) async fn is_to_make_room(
        &self,
        tx: &mut Tx,
        account: &AccountId,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        if !self.lanes.is_to_look(account, now) {
            return Ok(false);
        }
        tx.batches().is_left_waiting(now - span(Self::REST), &self.lanes.carried()).await
    }
}
