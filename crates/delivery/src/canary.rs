//! Watches the few who left first, and decides about the rest.

use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::{
    CampaignId,
    campaign::{CampaignAct, CanaryDecision},
};
use providers::Accounts;
use store::{DueCanary, Ruled, Store, StoreError, Tx, signal::channel};

use crate::{Stage, Step, carrier::span, rollup::silent};

/// The stage that decides whether the rest of a campaign follows its canary.
#[derive(Debug, Clone)]
pub struct CanaryWatch {
    store: Store,
    /// The accounts that tell of no delivery.
    silent: Vec<String>,
}

impl CanaryWatch {
    /// The stage of a database; the accounts say what their providers tell.
    #[must_use]
    pub fn new(store: Store, accounts: &Accounts) -> Self {
        Self { store, silent: silent(accounts) }
    }

    /// The wait of a canary begins when the last of it has left.
    async fn begin_waits(&self, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let mut tx = self.store.begin().await?;
        let begun = tx.canaries().begin_waits(now).await?;
        tx.commit().await?;
        Ok(begun > 0)
    }

    /// Decides about every canary whose time has come, each in a transaction of its own.
    async fn decide(&self, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let due = self.store.begin().await?.canaries().due(now).await?;
        let mut decided = false;
        for campaign in due {
            decided |= self.judge(campaign, now).await?;
        }
        Ok(decided)
    }

    /// The decision, the rest that goes and the pause are one transaction: whoever dies has decided nothing, and whoever comes late
    /// finds it decided.
    async fn judge(&self, campaign: CampaignId, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let mut tx = self.store.begin().await?;
        let Some(due) = tx.canaries().hold(campaign, &self.silent, now).await? else { return Ok(false) };
        rule(&mut tx, &due, now).await?;
        tx.commit().await?;
        Ok(true)
    }
}

async fn rule(tx: &mut Tx, due: &DueCanary, now: DateTime<Utc>) -> Result<(), StoreError> {
    let DueCanary { campaign, canary, figures, told } = due;
    let findings = canary.judge(campaign.channel, figures, *told);
    let decision = if findings.is_empty() { CanaryDecision::Well } else { CanaryDecision::Unwell };
    tracing::info!(campaign = %campaign.id, %decision, ?findings, "a canary was judged");
    let ruled = Ruled { decision, findings: &findings, by: None, now };
    tx.canaries().decide(campaign.id, figures, ruled).await?;
    if let Some(reason) = findings.first() {
        tx.campaigns().act(campaign.id, CampaignAct::Pause, Some(reason.as_str()), now).await?;
    }
    Ok(())
}

impl Stage for CanaryWatch {
    const NAME: &'static str = "canary";
    const REST: Duration = Duration::from_secs(2);
    const WAKES: &'static [&'static str] = &[channel::CAMPAIGNS];

    async fn step(&self, now: DateTime<Utc>) -> Result<Step, StoreError> {
        let (begun, decided) = (self.begin_waits(now).await?, self.decide(now).await?);
        if begun || decided {
            return Ok(Step::Worked);
        }
        let next = self.store.begin().await?.canaries().next_due(now + span(Self::REST)).await?;
        Ok(next.map_or(Step::Idle, Step::Until))
    }
}
