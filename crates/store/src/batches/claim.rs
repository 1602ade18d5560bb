//! Claiming a batch.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{CampaignId, pace::AccountPace, provider::AccountId, quiet::QuietHours};
use sqlx::types::Json;

use super::{Batches, Clocks, Hold, pace::BatchLimits};
use crate::Result;

/// What a claim came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claimed {
    /// A batch is held.
    Batch(Hold),
    /// A batch was due, but nobody of it may go now. There may be others.
    PutOff,
    /// No batch is due.
    Nothing,
}

impl Batches<'_> {
    /// Takes the batch that has waited longest, of a campaign that is sending, by an account that does not rest; also one whose
    /// worker died before it meant to send anything. Those for whom it is quiet now are left out, and where limits are set, it takes
    /// as much of the batch as they allow now. Commit before anything is sent.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn claim(
        &mut self,
        now: DateTime<Utc>,
        lease: TimeDelta,
        clocks: &dyn Clocks,
    ) -> Result<Claimed> {
        let row = sqlx::query!(
            r#"update marketing_batches set state = 'claimed', fence = fence + 1, lease_until = $2
             where (campaign_id, no) = (
                 select b.campaign_id, b.no
                 from marketing_batches b
                 join prospecting_campaigns c on c.marketing_id = b.campaign_id and c.marketing_state = 'sending'
                 left join marketing_accounts_state a on a.account = b.account
                 where b.due_at <= $1 and (b.state = 'ready' or b.state = 'claimed' and b.lease_until <= $1)
                   and (a.paused_code is null or a.paused_until <= $1)
                   -- Whoever died with a batch has left its places.
                   and (b.state = 'claimed' or not exists (
                       select from marketing_paces where free_at > $1
                         and (scope = 'account' and name = b.account or scope = 'campaign' and name = b.campaign_id::text)))
                 order by b.due_at, b.campaign_id, b.no limit 1 for update of b skip locked)
             returning campaign_id, no, account, fence, paced_at,
                 (select value from marketing_settings where key = 'pace.' || account) as "limits: Json<AccountPace>",
                 (select marketing_pace_per_minute from prospecting_campaigns where marketing_id = campaign_id) as per_minute,
                 coalesce((select marketing_quiet_hours from prospecting_campaigns where marketing_id = campaign_id),
                          (select value from marketing_settings where key = 'quiet_hours')) as "quiet: Json<QuietHours>""#,
            now,
            now + lease
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        let Some(row) = row else { return Ok(Claimed::Nothing) };
        let hold = Hold {
            campaign: CampaignId(row.campaign_id),
            no: row.no,
            account: AccountId(row.account),
            fence: row.fence,
        };
        if let Some(Json(hours)) = &row.quiet
            && !self.keep_quiet(&hold, hours, clocks, now).await?
        {
            return Ok(Claimed::PutOff);
        }
        let limits = BatchLimits::of(row.limits, row.per_minute);
        if limits.is_none(now) {
            return Ok(Claimed::Batch(hold));
        }
        self.keep_pace(hold, &limits, row.paced_at, now).await
    }

    /// Whether a claim still holds.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn is_claimed(&mut self, hold: &Hold) -> Result<bool> {
        let claimed = sqlx::query_scalar!(
            r#"select exists (select from marketing_batches
                              where campaign_id = $1 and no = $2 and fence = $3 and state = 'claimed') as "claimed!""#,
            hold.campaign.0,
            hold.no,
            hold.fence
        );
        Ok(claimed.fetch_one(&mut *self.conn).await?)
    }

    /// The campaigns that are sending and of which nothing waits and nothing is on its way.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn spent(&mut self) -> Result<Vec<CampaignId>> {
        let ids = sqlx::query_scalar!(
            r#"select c.marketing_id as "id!" from prospecting_campaigns c
               where c.marketing_state = 'sending'
                 and not exists (select from marketing_batches b where b.campaign_id = c.marketing_id and b.state <> 'done')
                 and not exists (select from marketing_delivery_state s
                                 where s.campaign_id = c.marketing_id and s.next_at is not null)"#
        )
        .fetch_all(&mut *self.conn)
        .await?;
        Ok(ids.into_iter().map(CampaignId).collect())
    }
}
