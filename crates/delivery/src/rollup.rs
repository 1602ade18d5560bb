//! Folds what was counted into totals, and stops campaigns that do harm, or that nobody can carry.

use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::{CampaignId, campaign::CampaignAct, report::Alarm};
use providers::Accounts;
use store::{Change, Store, StoreError, signal::channel};

use crate::{Stage, Step};

/// Most additions that one step folds.
const PIECE: i64 = 10_000;

/// The accounts that tell of no delivery.
pub(crate) fn silent(accounts: &Accounts) -> Vec<String> {
    let silent = accounts.iter().filter(|connection| !connection.capabilities().tells_deliveries);
    silent.map(|connection| connection.id().0.clone()).collect()
}

/// The stage that adds up.
#[derive(Debug, Clone)]
pub struct Rollup {
    store: Store,
    /// The accounts that tell of no delivery.
    silent: Vec<String>,
}

impl Rollup {
    /// The rollup of a database; the accounts say what their providers tell.
    #[must_use]
    pub fn new(store: Store, accounts: &Accounts) -> Self {
        Self { store, silent: silent(accounts) }
    }

    async fn fold(&self, now: DateTime<Utc>) -> Result<Step, StoreError> {
        let mut tx = self.store.begin().await?;
        let touched = tx.figures().fold(PIECE, now).await?;
        let charged = tx.costs().fold(PIECE).await?;
        tx.commit().await?;
        Ok(if touched.is_empty() && !charged { Step::Idle } else { Step::Worked })
    }

    /// Looks at every campaign that is leaving, whoever folded its figures: an alarm that was missed is raised the next time.
    async fn watch(&self, now: DateTime<Utc>) -> Result<(), StoreError> {
        for (campaign, alarms) in self.store.begin().await?.figures().alarms(&self.silent).await? {
            self.raise(campaign, &alarms, now).await?;
        }
        for campaign in self.store.begin().await?.campaigns().stranded().await? {
            self.halt(campaign, now).await?;
        }
        Ok(())
    }

    /// Pauses a campaign whose number or account was taken away. Whoever stops an account holds a campaign of its own, and would wait
    /// for all the others: they are paused from here, each by itself.
    async fn halt(&self, campaign: CampaignId, now: DateTime<Utc>) -> Result<(), StoreError> {
        let mut tx = self.store.begin().await?;
        let reason = tx.campaigns().pause_stranded(campaign, now).await?;
        tx.commit().await?;
        if let Some(reason) = reason {
            tracing::warn!(%campaign, reason, "a campaign waits for a person: its account does");
        }
        Ok(())
    }

    /// Raises alarms, and pauses the campaign where a new one stops it. Where the campaign has stopped meanwhile nothing is
    /// raised: it is looked at again when it goes on.
    async fn raise(
        &self,
        campaign: CampaignId,
        alarms: &[Alarm],
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let mut tx = self.store.begin().await?;
        let mut reason = None;
        for alarm in alarms {
            let is_new = tx.figures().raise(campaign, *alarm, now).await?;
            reason = reason.or((is_new && alarm.stops()).then(|| alarm.as_str()));
        }
        if reason.is_some() {
            let paused = tx.campaigns().act(campaign, CampaignAct::Pause, reason, now).await?;
            let Change::Done(_) = paused else { return tx.rollback().await };
        }
        tx.commit().await?;
        tracing::warn!(%campaign, ?alarms, ?reason, "a campaign passed thresholds");
        Ok(())
    }
}

impl Stage for Rollup {
    const NAME: &'static str = "rollup";
    const REST: Duration = Duration::from_secs(2);
    const WAKES: &'static [&'static str] = &[channel::FIGURES];

    async fn step(&self, now: DateTime<Utc>) -> Result<Step, StoreError> {
        let step = self.fold(now).await?;
        self.watch(now).await?;
        Ok(step)
    }
}
