//! How a lane comes to a batch, and when it leaves one to another account.

use chrono::{DateTime, TimeDelta, Utc};
use domain::provider::AccountId;
use store::{Claimed, Hold, Later, StoreError, Tx};

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
        Ok(self.enter(Watch::start(now)).await?.map(|(hold, _)| hold))
    }

    /// Claims a batch, with a lane to carry it. A campaign of a million is put off in two thousand batches: whoever waits to claim has a
    /// turn after each, and claims for other accounts go first.
    pub(super) async fn enter(&self, watch: Watch) -> Result<Option<(Hold, Lane)>, StoreError> {
        let mut put_off: Vec<AccountId> = Vec::new();
        loop {
            let _alone = self.lanes.queue().await;
            let claimed = self.try_to_claim(&put_off, watch.now()).await?;
            match claimed {
                Claimed::Batch(hold) => {
                    failpoint::pass(failpoint::AFTER_CLAIM);
                    let lane = self.lanes.enter(&hold.account);
                    // Also for what was claimed before: a limit that has changed holds for all that leaves.
                    self.lanes.meter(&hold.account).limit(hold.per_second);
                    return Ok(Some((hold, lane)));
                }
                Claimed::Nothing => return Ok(None),
                Claimed::PutOff(account) if put_off.contains(&account) => {}
                Claimed::PutOff(account) => put_off.push(account),
            }
        }
    }

    async fn try_to_claim(&self, put_off: &[AccountId], now: DateTime<Utc>) -> Result<Claimed, StoreError> {
        let clocks = self.carrier.clocks(now);
        let later = Later { carried: &self.lanes.carried(), put_off };
        let mut tx = self.carrier.store.begin().await?;
        tx.batches().form(now - LATE, self.size).await?;
        let claimed = tx.batches().claim(now, CLAIM, later, &clocks).await?;
        tx.commit().await?;
        Ok(claimed)
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
