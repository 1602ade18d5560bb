//! Batches that another account carries, because their own cannot.

use chrono::{DateTime, Utc};
use domain::{CampaignId, delivery::DeliveryState, provider::AccountId};

use super::Batches;
use crate::{
    Result,
    signal::{channel, notify},
};

/// A campaign of which something waits for an account that cannot send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stranded {
    /// The campaign.
    pub campaign: CampaignId,
    /// The address that it comes from.
    pub sender: String,
}

impl Batches<'_> {
    /// The campaigns that are sending, have a sender, and of which something waits for an account that rests with this code.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn stranded(
        &mut self,
        account: &AccountId,
        code: &str,
        now: DateTime<Utc>,
    ) -> Result<Vec<Stranded>> {
        let rows = sqlx::query!(
            r#"select c.marketing_id as campaign, c.marketing_sender_email as "sender!"
               from prospecting_campaigns c
               where c.marketing_state = 'sending' and c.marketing_sender_email is not null
                 and (exists (select from marketing_batches b
                              where b.campaign_id = c.marketing_id and b.account = $1
                                and (b.state = 'ready' or b.state = 'claimed' and b.lease_until <= $3))
                   or exists (select from marketing_delivery_state s
                              where s.campaign_id = c.marketing_id and s.next_at > $3 and s.batch is null and s.code = $2)
                      and exists (select from marketing_batches b
                                  where b.campaign_id = c.marketing_id and coalesce(b.moved_from, b.account) = $1))
               order by c.marketing_id"#,
            account.0,
            code,
            now
        )
        .fetch_all(&mut *self.conn)
        .await?;
        let stranded =
            rows.into_iter().map(|row| Stranded { campaign: CampaignId(row.campaign), sender: row.sender });
        Ok(stranded.collect())
    }

    /// Hands a campaign's batches over that nobody has begun, and calls its messages back that wait for the account to have rested;
    /// they are handed over with the batch that they are put into. What is in doubt stays. Tells how many of both.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn hand_over(
        &mut self,
        stranded: &Stranded,
        from: &AccountId,
        to: &AccountId,
        code: &str,
        now: DateTime<Utc>,
    ) -> Result<u64> {
        let batches = sqlx::query!(
            "update marketing_batches
             set account = $3, moved_from = nullif(coalesce(moved_from, account), $3),
                 state = 'ready', fence = fence + 1, lease_until = null, paced_at = null,
                 -- What waits for the number of the one waits for nothing of the other's.
                 due_at = case when waits_for is null then due_at else least(due_at, $4) end, waits_for = null
             where (campaign_id, no) in (
                 select campaign_id, no from marketing_batches
                 where campaign_id = $1 and account = $2
                   and (state = 'ready' or state = 'claimed' and lease_until <= $4)
                 order by no for update skip locked)",
            stranded.campaign.0,
            from.0,
            to.0,
            now
        )
        .execute(&mut *self.conn)
        .await?;
        let messages = sqlx::query!(
            "update marketing_delivery_state set next_at = $2
             where campaign_id = $1 and next_at > $2 and batch is null and code = $3 and rank < $4",
            stranded.campaign.0,
            now,
            code,
            DeliveryState::Submitting.rank()
        )
        .execute(&mut *self.conn)
        .await?;
        notify(self.conn, channel::BATCHES, "").await?;
        Ok(batches.rows_affected() + messages.rows_affected())
    }
}
