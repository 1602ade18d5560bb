//! Lets other accounts carry what waits for one that cannot: only messages that were never begun, or that got a definite no.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use domain::provider::{AccountId, AccountPause};
use providers::Connection;
use store::{AccountState, Store, StoreError, Stranded};

use crate::{Carrier, Stage, Step};

/// Who rests for no longer than this is waited for.
pub const PATIENCE: TimeDelta = TimeDelta::minutes(1);

/// The stage that lets accounts stand in for others.
#[derive(Debug, Clone)]
pub struct Failover {
    store: Store,
    order: Vec<Arc<dyn Connection>>,
}

impl Failover {
    /// Accounts stand in for each other in this order; those that it does not name neither give nor take.
    #[must_use]
    pub fn new(carrier: &Carrier, order: &[AccountId]) -> Self {
        let order = order.iter().filter_map(|id| carrier.accounts.get(id)).cloned().collect();
        Self { store: carrier.store.clone(), order }
    }

    /// The first account that is well, serves the same channel, and may send as the campaign's sender.
    fn stand_in(
        &self,
        down: &dyn Connection,
        stranded: &Stranded,
        states: &[AccountState],
    ) -> Option<&AccountId> {
        let may = |account: &&Arc<dyn Connection>| {
            account.id() != down.id()
                && account.provider().channel() == down.provider().channel()
                && account.may_send_as(&stranded.sender)
                && states.iter().all(|state| state.account != *account.id() || state.is_well())
        };
        self.order.iter().find(may).map(|account| account.id())
    }
}

/// Whether nothing leaves by an account for longer than one waits for.
fn is_down(pause: &AccountPause, now: DateTime<Utc>) -> bool {
    pause.until.is_none_or(|until| until - now > PATIENCE)
}

impl Stage for Failover {
    const NAME: &'static str = "failover";
    const REST: Duration = Duration::from_secs(5);

    async fn step(&self, now: DateTime<Utc>) -> Result<Step, StoreError> {
        let mut tx = self.store.begin().await?;
        let states = tx.accounts().list(now).await?;
        let mut moved = 0;
        for down in &self.order {
            let state = states.iter().find(|state| state.account == *down.id());
            let Some(pause) =
                state.and_then(|state| state.pause.as_ref()).filter(|pause| is_down(pause, now))
            else {
                continue;
            };
            for stranded in tx.batches().stranded(down.id(), &pause.code, now).await? {
                if let Some(to) = self.stand_in(&**down, &stranded, &states) {
                    moved += tx.batches().hand_over(&stranded, down.id(), to, &pause.code, now).await?;
                }
            }
        }
        tx.commit().await?;
        Ok(if moved > 0 { Step::Worked } else { Step::Idle })
    }
}
