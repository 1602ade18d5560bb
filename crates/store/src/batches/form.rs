//! New batches, of messages that were to wait.

use chrono::{DateTime, Utc};
use domain::delivery::DeliveryState;
use sqlx::types::Uuid;

use super::Batches;
use crate::{Result, locks};

impl Batches<'_> {
    /// Puts back what is to be repeated, and makes one batch of messages that left theirs and whose time has come, at most `size`. False where there are none, or
    /// another process is at it. A message of which an event is being applied is left alone: it may have gone its way.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn form(&mut self, now: DateTime<Utc>, size: i64) -> Result<bool> {
        if !locks::take(self.conn, locks::FORMER).await? {
            return Ok(false);
        }
        self.call_back(now).await?;
        let Some(campaign) = self.waiting_campaign(now).await? else { return Ok(false) };
        let mut numbers = sqlx::query_scalar!(
            "select number from marketing_delivery_state
             where campaign_id = $1 and next_at <= $2 and batch is null and rank < $3
             order by next_at, number limit $4 for update skip locked",
            campaign,
            now,
            DeliveryState::Submitting.rank(),
            size
        )
        .fetch_all(&mut *self.conn)
        .await?;
        if numbers.is_empty() {
            return Ok(false);
        }
        numbers.sort_unstable();
        self.insert_batch(campaign, &numbers, now).await?;
        Ok(true)
    }

    /// The row of the campaign stays locked: nobody calls it off meanwhile.
    async fn waiting_campaign(&mut self, now: DateTime<Utc>) -> Result<Option<Uuid>> {
        let campaign = sqlx::query_scalar!(
            "select c.marketing_id from prospecting_campaigns c
             where c.marketing_state = 'sending'
               and exists (select from marketing_delivery_state s
                           where s.campaign_id = c.marketing_id and s.next_at <= $1 and s.batch is null)
             order by c.marketing_due_at, c.marketing_id limit 1 for share of c skip locked",
            now
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        Ok(campaign)
    }

    /// By the account that the campaign's first batch was made for: it was chosen with the audience.
    async fn insert_batch(&mut self, campaign: Uuid, numbers: &[i32], now: DateTime<Utc>) -> Result<()> {
        let no = sqlx::query_scalar!(
            "insert into marketing_batches (campaign_id, no, account, due_at, members)
             select $1, (select max(no) + 1 from marketing_batches where campaign_id = $1),
                    coalesce(moved_from, account), $2, $3
             from marketing_batches where campaign_id = $1 order by no limit 1
             returning no",
            campaign,
            now,
            numbers
        )
        .fetch_one(&mut *self.conn)
        .await?;
        sqlx::query!(
            "update marketing_delivery_state set batch = $3, next_at = null, rank = $4
             where campaign_id = $1 and number = any($2)",
            campaign,
            numbers,
            no,
            DeliveryState::Batched.rank()
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }
}
