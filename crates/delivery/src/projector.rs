//! Applies events: to where deliveries stand, to figures, to the ledger and the suppressions; each once.

use std::{slice, time::Duration};

use chrono::{DateTime, Utc};
use domain::{
    consent::{ConsentRecord, ConsentSource, Decision, Purpose},
    consequence::{Consequence, SOFT_BOUNCES_MAX},
    suppression::{Suppression, SuppressionReason},
};
use serde_json::{Map, json};
use store::{NewConsent, Projected, Recorded, Store, StoreError, TakenEvent, Tx, signal::channel};
use uuid::Uuid;

use crate::{Stage, Step, failpoint};

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
        match asking.consequence {
            Consequence::OptOut => self.opt_out(tx, asking, now).await,
            Consequence::SoftBounce => {
                let bounces = tx.events().soft_bounces(asking.person, &asking.address).await?;
                if bounces >= SOFT_BOUNCES_MAX { suppress(tx, asking).await } else { Ok(()) }
            }
            Consequence::HardBounce | Consequence::Complaint | Consequence::RefusedAddress => {
                suppress(tx, asking).await
            }
        }
    }

    /// An opt-out that a provider tells is an entry of the ledger like any other; the event is its proof.
    async fn opt_out(&self, tx: &mut Tx, asking: Projected, now: DateTime<Utc>) -> Result<(), StoreError> {
        let account = asking.event.account.map(|account| account.0).unwrap_or_default();
        let evidence = [
            ("event", json!(asking.event.kind)),
            ("natural_key", json!(asking.event.natural_key)),
            ("reason", json!(asking.event.reason)),
        ];
        let record = ConsentRecord {
            address: asking.address,
            channel: asking.channel,
            purpose: Purpose::Marketing,
            decision: Decision::Withdrawn,
            // A provider's clock may run ahead; the ledger knows no future.
            occurred_at: asking.event.occurred_at.min(now),
            evidence: evidence
                .map(|(name, value)| (name.to_owned(), value))
                .into_iter()
                .collect::<Map<_, _>>(),
        };
        let new = NewConsent {
            id: (self.ids)(),
            record: &record,
            source: ConsentSource::Provider.as_str(),
            actor: &account,
            salt: (self.ids)().into_bytes(),
            now,
        };
        match tx.consent().record(new).await? {
            Recorded::Done(_) => Ok(()),
            refused => Err(StoreError::Corrupt(format!("an opt-out was not recorded: {refused:?}"))),
        }
    }
}

async fn suppress(tx: &mut Tx, asking: Projected) -> Result<(), StoreError> {
    let suppression = Suppression {
        address: asking.address,
        channel: asking.channel,
        reason: asking.consequence.suppression().unwrap_or(SuppressionReason::Provider),
        detail: asking.event.reason,
        created_at: asking.event.occurred_at,
    };
    tx.suppressions().add(&[suppression]).await?;
    Ok(())
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
        if self.attempt(&mut tx, &taken, now).await?.is_err() {
            self.one_by_one(&mut tx, &taken, now).await?;
        }
        failpoint::pass(failpoint::WHILE_PROJECTING);
        tx.commit().await?;
        Ok(Step::Worked)
    }
}
