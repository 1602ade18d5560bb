//! Waiting for a canary, and deciding about the rest.

use chrono::{DateTime, Utc};
use domain::{
    CampaignId,
    campaign::{Campaign, CampaignState, Canary, CanaryDecision, CanaryFinding},
    pace::WaitReason,
    report::Figures,
};
use sqlx::types::Json;

use super::Canaries;
use crate::{
    Campaigns, Change, Result,
    signal::{channel, notify},
};

/// A canary whose time has come; its campaign is held until the transaction ends.
#[derive(Debug, Clone, PartialEq)]
pub struct DueCanary {
    /// The campaign.
    pub campaign: Campaign,
    /// By what it is judged.
    pub canary: Canary,
    /// The figures of its people alone.
    pub figures: Figures,
    /// Whether anybody tells of deliveries.
    pub told: bool,
}

/// What was decided, and why.
#[derive(Debug, Clone, Copy)]
pub struct Ruled<'a> {
    /// The decision.
    pub decision: CanaryDecision,
    /// What speaks against the rest.
    pub findings: &'a [CanaryFinding],
    /// The person who decided; none where it was decided by itself.
    pub by: Option<&'a str>,
    /// The instant.
    pub now: DateTime<Utc>,
}

impl Canaries<'_> {
    /// Begins the wait of every canary of which the last has left: nothing of it is on its way, and nobody waits but for Meta's cap
    /// of a day. Tells how many.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn begin_waits(&mut self, now: DateTime<Utc>) -> Result<usize> {
        let begun = sqlx::query_scalar!(
            "update marketing_canaries k
             set left_at = $1, decides_at = $1::timestamptz + make_interval(hours => (c.marketing_canary ->> 'hours')::integer)
             from prospecting_campaigns c
             where c.marketing_id = k.campaign_id and c.marketing_state = 'sending' and k.decision is null and k.left_at is null
               and not exists (select from marketing_batches b
                               where b.campaign_id = k.campaign_id and b.state not in ('done', 'reserved'))
               and not exists (select from marketing_delivery_state s
                               where s.campaign_id = k.campaign_id and s.next_at is not null and s.code is distinct from $2)
             returning k.campaign_id",
            now,
            WaitReason::Capped.as_str()
        )
        .fetch_all(&mut *self.conn)
        .await?;
        for campaign in &begun {
            notify(self.conn, channel::PROGRESS, &campaign.to_string()).await?;
        }
        Ok(begun.len())
    }

    /// The campaigns that are sending and whose canary is to be judged by now.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn due(&mut self, now: DateTime<Utc>) -> Result<Vec<CampaignId>> {
        let ids = sqlx::query_scalar!(
            "select k.campaign_id from marketing_canaries k
             join prospecting_campaigns c on c.marketing_id = k.campaign_id and c.marketing_state = 'sending'
             where k.decision is null and k.decides_at <= $1 order by k.decides_at, k.campaign_id",
            now
        )
        .fetch_all(&mut *self.conn)
        .await?;
        Ok(ids.into_iter().map(CampaignId).collect())
    }

    /// The first instant before another one at which a canary is to be judged.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn next_due(&mut self, before: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
        let next = sqlx::query_scalar!(
            "select min(k.decides_at) from marketing_canaries k
             join prospecting_campaigns c on c.marketing_id = k.campaign_id and c.marketing_state = 'sending'
             where k.decision is null and k.decides_at < $1",
            before
        );
        Ok(next.fetch_one(&mut *self.conn).await?)
    }

    /// Holds a canary that is to be judged by now; none where somebody decided meanwhile, or its campaign is not sending any more.
    /// The accounts in `silent` tell of no delivery.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn hold(
        &mut self,
        campaign: CampaignId,
        silent: &[String],
        now: DateTime<Utc>,
    ) -> Result<Option<DueCanary>> {
        let Some(found) = self.lock_sending(campaign).await? else { return Ok(None) };
        let row = sqlx::query!(
            r#"select people, coalesce((select account from marketing_batches where campaign_id = $1 order by no limit 1) <> all ($3), true)
                      as "told!"
               from marketing_canaries where campaign_id = $1 and decision is null and decides_at <= $2"#,
            campaign.0,
            now,
            silent
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        let Some((row, canary)) = row.zip(found.canary) else { return Ok(None) };
        let figures = self.figures(campaign, row.people).await?;
        Ok(Some(DueCanary { campaign: found, canary, figures, told: row.told }))
    }

    /// Decides about the rest; it is let go where it may follow. The campaign is held.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn decide(&mut self, campaign: CampaignId, figures: &Figures, ruled: Ruled<'_>) -> Result<()> {
        let findings: Vec<_> = ruled.findings.iter().map(|finding| finding.as_str().to_owned()).collect();
        sqlx::query!(
            "update marketing_canaries
             set decision = $2, findings = $3, figures = $4, decided_at = $5, decided_by = $6
             where campaign_id = $1 and decision is null",
            campaign.0,
            ruled.decision.as_str(),
            &findings,
            Json(figures) as _,
            ruled.now,
            ruled.by
        )
        .execute(&mut *self.conn)
        .await?;
        if ruled.decision != CanaryDecision::Unwell {
            self.release(campaign, ruled.now).await?;
        }
        for heard in [channel::BATCHES, channel::PROGRESS] {
            notify(self.conn, heard, &campaign.to_string()).await?;
        }
        Ok(())
    }

    /// A person sends the rest now. [`Change::NotEditable`] where the campaign is not sending, or nothing waits for a canary.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn send_rest(
        &mut self,
        campaign: CampaignId,
        by: &str,
        now: DateTime<Utc>,
    ) -> Result<Change<Campaign>> {
        let Some(found) = self.campaigns().lock(campaign).await? else { return Ok(Change::Missing) };
        let waiting = self.undecided(campaign).await?.filter(|_| found.state == CampaignState::Sending);
        let Some(people) = waiting else { return Ok(Change::NotEditable(found)) };
        let figures = self.figures(campaign, people).await?;
        let ruled = Ruled { decision: CanaryDecision::ByHand, findings: &[], by: Some(by), now };
        self.decide(campaign, &figures, ruled).await?;
        Ok(Change::Done(found))
    }

    async fn undecided(&mut self, campaign: CampaignId) -> Result<Option<i32>> {
        let people = sqlx::query_scalar!(
            "select people from marketing_canaries where campaign_id = $1 and decision is null",
            campaign.0
        );
        Ok(people.fetch_optional(&mut *self.conn).await?)
    }

    async fn lock_sending(&mut self, campaign: CampaignId) -> Result<Option<Campaign>> {
        let found = self.campaigns().lock(campaign).await?;
        Ok(found.filter(|found| found.state == CampaignState::Sending))
    }

    const fn campaigns(&mut self) -> Campaigns<'_> {
        Campaigns { conn: self.conn }
    }
}
