//! Claiming a batch.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{CampaignId, provider::AccountId};

use super::{Batches, Hold};
use crate::Result;

impl Batches<'_> {
    /// Takes the batch that has waited longest, of a campaign that is sending, by an account that does not rest; also one whose
    /// worker died before it meant to send anything. Commit before anything is sent.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn claim(&mut self, now: DateTime<Utc>, lease: TimeDelta) -> Result<Option<Hold>> {
        let row = sqlx::query!(
            "update marketing_batches set state = 'claimed', fence = fence + 1, lease_until = $2
             where (campaign_id, no) = (
                 select b.campaign_id, b.no
                 from marketing_batches b
                 join prospecting_campaigns c on c.marketing_id = b.campaign_id and c.marketing_state = 'sending'
                 left join marketing_accounts_state a on a.account = b.account
                 where b.due_at <= $1 and (b.state = 'ready' or b.state = 'claimed' and b.lease_until <= $1)
                   and (a.paused_code is null or a.paused_until <= $1)
                 order by b.due_at, b.campaign_id, b.no limit 1 for update of b skip locked)
             returning campaign_id, no, account, fence",
            now,
            now + lease
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        Ok(row.map(|row| Hold {
            campaign: CampaignId(row.campaign_id),
            no: row.no,
            account: AccountId(row.account),
            fence: row.fence,
        }))
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
