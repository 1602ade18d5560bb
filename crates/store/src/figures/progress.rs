//! Where a campaign stands, right now.

use chrono::{DateTime, Utc};
use domain::{
    CampaignId,
    campaign::CampaignState,
    report::{self, Pace, Progress},
};
use sqlx::types::Json;

use super::{Figures, waiting::waiting};
use crate::{Canaries, Result, campaigns::word};

impl Figures<'_> {
    /// Where a campaign stands, and how fast it leaves; none where it is unknown. Cheap: it touches the campaign's row, its totals
    /// and the calls of its last batches, never its deliveries.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn progress(&mut self, campaign: CampaignId, now: DateTime<Utc>) -> Result<Option<Progress>> {
        let row = sqlx::query!(
            r#"select marketing_state as state, marketing_state_reason as state_reason,
                      figures as "figures?: Json<report::Figures>"
               from prospecting_campaigns left join marketing_totals on campaign_id = marketing_id
               where marketing_id = $1 and marketing_channel is not null"#,
            campaign.0
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let (state, figures) = (word(&row.state, "campaign state")?, row.figures.map(|figures| figures.0));
        let figures = figures.unwrap_or_default();
        let (pace, waiting) = match state {
            CampaignState::Sending => {
                (self.pace(campaign, now).await?, waiting(self.conn, campaign, now).await?)
            }
            _ => (None, None),
        };
        Ok(Some(Progress {
            campaign,
            state,
            state_reason: row.state_reason,
            per_second: pace.and_then(Pace::per_second),
            ends_at: pace.and_then(|pace| pace.ends_at(figures.waiting, now)),
            figures,
            waiting,
            canary: Canaries { conn: &mut *self.conn }.find(campaign).await?,
            at: now,
        }))
    }

    /// How many messages left of late, each with its call: a batch may last longer than that. None before the first was taken.
    async fn pace(&mut self, campaign: CampaignId, now: DateTime<Utc>) -> Result<Option<Pace>> {
        let begun = sqlx::query_scalar!(
            r#"select coalesce(submitted_at, taken_at) as "begun!" from marketing_batches
               where campaign_id = $1 and taken_at is not null order by taken_at limit 1"#,
            campaign.0
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        let Some(begun) = begun else { return Ok(None) };
        let taken = sqlx::query_scalar!(
            r#"select coalesce(sum(r.taken), 0)::bigint as "taken!" from marketing_batches b
               join marketing_requests r on r.campaign_id = b.campaign_id and r.batch = b.no
               where b.campaign_id = $1 and b.taken_at > $2 and r.taken_at > $2 and r.taken_at <= $3"#,
            campaign.0,
            now - Pace::WINDOW,
            now
        )
        .fetch_one(&mut *self.conn)
        .await?;
        Ok(Some(Pace { taken, over: (now - begun).min(Pace::WINDOW) }))
    }
}
