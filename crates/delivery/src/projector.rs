//! Applies events: to where deliveries stand, to figures, to the ledger and the suppressions; each once.

use std::{slice, time::Duration};

use chrono::{DateTime, Utc};
use domain::consequence::{Consequence, SOFT_BOUNCES_MAX, is_unreachable};
use store::{Projected, Store, StoreError, TakenEvent, Tx, signal::channel};
use uuid::Uuid;

use crate::{
    Stage, Step, breaker, failpoint,
    follow::{self, About},
};

/// Events of one step.
const AT_A_TIME: i64 = 1_000;

/// The stage that applies.
#[derive(Debug, Clone)]
pub struct Projector {
    store: Store,
    ids: fn() -> Uuid,
}

impl Projector {
    /// The projector of a database; `ids` makes the ids of entries of the ledger (version 7).
    #[must_use]
    pub fn new(store: Store, ids: fn() -> Uuid) -> Self {
        Self { store, ids }
    }

    /// One odd event never keeps the others waiting: what fails alone is set aside.
    async fn one_by_one(
        &self,
        tx: &mut Tx,
        taken: &[TakenEvent],
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        for event in taken {
            if let Err(why) = self.attempt(tx, slice::from_ref(event), now).await? {
                tracing::error!(?event, %why, "an event cannot be applied and is set aside");
                tx.events().set_aside(event, &why.to_string()).await?;
            }
        }
        Ok(())
    }

    /// Inside: what was wrong with the events; nothing of them is applied then.
    async fn attempt(
        &self,
        tx: &mut Tx,
        taken: &[TakenEvent],
        now: DateTime<Utc>,
    ) -> Result<Result<(), StoreError>, StoreError> {
        tx.part().await?;
        let ended = self.apply(tx, taken, now).await;
        tx.settle(ended).await
    }

    async fn apply(&self, tx: &mut Tx, taken: &[TakenEvent], now: DateTime<Utc>) -> Result<(), StoreError> {
        for asking in tx.events().project(taken, now).await? {
            self.follow(tx, asking, now).await?;
        }
        Ok(())
    }

    async fn follow(&self, tx: &mut Tx, asking: Projected, now: DateTime<Utc>) -> Result<(), StoreError> {
        let Projected { consequence, event, person, address, channel } = asking;
        let about = About { event, address, channel };
        match consequence {
            Consequence::OptOut => follow::opt_out(tx, about, self.ids, now).await,
            Consequence::Capped => follow::cap(tx, &about).await,
            Consequence::WindowClosed => follow::close_window(tx, &about).await,
            Consequence::SoftBounce => {
                let bounces = tx.events().soft_bounces(person, &about.address).await?;
                if bounces >= SOFT_BOUNCES_MAX {
                    follow::suppress(tx, about, consequence).await
                } else {
                    Ok(())
                }
            }
            Consequence::Unreachable => {
                let refusals = tx.conversations().refusals(person, &about.address).await?;
                if is_unreachable(&refusals) {
                    follow::suppress(tx, about, consequence).await
                } else {
                    Ok(())
                }
            }
            Consequence::HardBounce | Consequence::Complaint | Consequence::RefusedAddress => {
                follow::suppress(tx, about, consequence).await
            }
        }
    }
}

impl Stage for Projector {
    const NAME: &'static str = "projector";
    const REST: Duration = Duration::from_secs(2);
    const WAKES: &'static [&'static str] = &[channel::EVENTS];

    async fn step(&self, now: DateTime<Utc>) -> Result<Step, StoreError> {
        let mut tx = self.store.begin().await?;
        let taken = tx.events().take(AT_A_TIME).await?;
        if taken.is_empty() {
            return Ok(Step::Idle);
        }
        tx.plan_for(taken.len()).await?;
        let late = tx.events().late_refusals(&taken, now).await?;
        breaker::pause(&mut tx, &late, now).await?;
        if self.attempt(&mut tx, &taken, now).await?.is_err() {
            self.one_by_one(&mut tx, &taken, now).await?;
        }
        tx.events().repeat(&late).await?;
        breaker::rest(&mut tx, &late, now).await?;
        failpoint::pass(failpoint::WHILE_PROJECTING);
        tx.commit().await?;
        Ok(Step::Worked)
    }
}
