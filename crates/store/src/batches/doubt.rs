//! Batches in doubt: nobody knows whether they were sent. They are never sent again blindly.

use std::ops::Range;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{CampaignId, campaign::DoubtPolicy, delivery::DeliveryState, provider::AccountId};
use sqlx::types::Uuid;

use super::{Batches, Hold};
use crate::Result;

/// How long new doubt is looked at by nobody: whoever made the call may be there, and have been cut off from the database.
pub(super) const FRESH: TimeDelta = TimeDelta::seconds(15);

/// A batch in doubt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The batch.
    pub hold: Hold,
    /// What the keys of its calls follow from.
    pub key: Uuid,
    /// The calls of which nobody knows, in the order of their members.
    pub calls: Vec<DoubtfulCall>,
    /// Until when the provider's past events have been walked through (UTC).
    pub swept_to: Option<DateTime<Utc>>,
}

/// A call of which nobody knows how it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoubtfulCall {
    /// Its members, by index.
    pub members: Range<usize>,
    /// When it was begun (UTC). Nobody made it sooner.
    pub begun_at: DateTime<Utc>,
}

impl Batches<'_> {
    /// Finds a batch whose worker is not heard of since it meant to send it: the call that was begun is in doubt, and what was not
    /// begun leaves the batch and waits. The fence stays as it is: until somebody looks at the doubt, the worker may still tell how
    /// the call ended. False where there is none.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn expire(&mut self, now: DateTime<Utc>) -> Result<bool> {
        let Some((hold, members)) = self.hold_expired(now).await? else { return Ok(false) };
        sqlx::query!(
            "update marketing_batches set state = 'in_doubt', lease_until = $3 where campaign_id = $1 and no = $2",
            hold.campaign.0,
            hold.no,
            now + FRESH
        )
        .execute(&mut *self.conn)
        .await?;
        sqlx::query!(
            "update marketing_requests set state = 'in_doubt', why = 'nothing was heard of the worker'
             where campaign_id = $1 and batch = $2 and state = 'open'",
            hold.campaign.0,
            hold.no
        )
        .execute(&mut *self.conn)
        .await?;
        let released = self.release(&hold, &members, now).await?;
        self.give_back(&hold, &released).await?;
        Ok(true)
    }

    /// The campaign's row stays locked, as by everybody who turns batches.
    async fn hold_expired(&mut self, now: DateTime<Utc>) -> Result<Option<(Hold, Vec<i32>)>> {
        let row = sqlx::query!(
            "select b.campaign_id, b.no, b.account, b.fence, b.members
             from marketing_batches b join prospecting_campaigns c on c.marketing_id = b.campaign_id
             where b.state = 'submitting' and b.lease_until <= $1
             order by b.lease_until limit 1 for share of c skip locked for update of b skip locked",
            now
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        Ok(row.map(|row| {
            let (campaign, account) = (CampaignId(row.campaign_id), AccountId(row.account));
            (Hold::new(campaign, row.no, account, row.fence), row.members)
        }))
    }

    /// Takes the batch that has been in doubt longest and is to be looked at. Commit before anybody is asked.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn claim_doubt(&mut self, now: DateTime<Utc>, lease: TimeDelta) -> Result<Option<Doubt>> {
        let row = sqlx::query!(
            r#"update marketing_batches set fence = fence + 1, lease_until = $2
               where (campaign_id, no) = (select campaign_id, no from marketing_batches
                                          where state = 'in_doubt' and (lease_until is null or lease_until <= $1)
                                          order by submitted_at limit 1 for update skip locked)
               returning campaign_id, no, account, fence, key as "key!",
                   (select swept_to from marketing_accounts_state a where a.account = marketing_batches.account) as swept_to"#,
            now,
            now + lease
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let hold = Hold::new(CampaignId(row.campaign_id), row.no, AccountId(row.account), row.fence);
        let calls = self.doubtful_calls(&hold).await?;
        Ok(Some(Doubt { hold, key: row.key, calls, swept_to: row.swept_to }))
    }

    /// Ends those doubts that events have settled: every message of the call is known to have gone its way. Tells the calls
    /// that are left.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn settle(&mut self, hold: &Hold, now: DateTime<Utc>) -> Result<Vec<DoubtfulCall>> {
        sqlx::query!(
            "update marketing_requests r set state = 'done'
             from marketing_batches b
             where b.campaign_id = $1 and b.no = $2 and b.fence = $3
               and r.campaign_id = $1 and r.batch = $2 and r.state = 'in_doubt'
               and not exists (select from marketing_delivery_state s
                               where s.campaign_id = $1 and s.number = any(b.members[r.first + 1 : r.beyond]) and s.rank = $4)",
            hold.campaign.0,
            hold.no,
            hold.fence,
            DeliveryState::Submitting.rank()
        )
        .execute(&mut *self.conn)
        .await?;
        self.close(hold, now).await?;
        self.doubtful_calls(hold).await
    }

    /// Gives up finding out about calls that were begun by then. What is left of them is unknown, and shown to a person; or, where the
    /// campaign prefers so and still goes on, it is sent again, which counts as a try: whose tries are used up is unknown, too. `silence`
    /// is how long after a call the provider may tell of it, where it tells of each message that it takes ([`Self::judge_silence`]).
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn give_up(
        &mut self,
        hold: &Hold,
        begun_by: DateTime<Utc>,
        silence: Option<TimeDelta>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let sends_again = self.sends_again(hold).await?;
        let left = sqlx::query_scalar!(
            r#"select s.number from marketing_batches b
               join marketing_requests r on r.campaign_id = b.campaign_id and r.batch = b.no and r.state = 'in_doubt'
                    and r.begun_at <= $5
               join marketing_delivery_state s on s.campaign_id = $1 and s.number = any(b.members[r.first + 1 : r.beyond])
               where b.campaign_id = $1 and b.no = $2 and b.fence = $3 and s.rank = $4
               for update of b"#,
            hold.campaign.0,
            hold.no,
            hold.fence,
            DeliveryState::Submitting.rank(),
            begun_by
        )
        .fetch_all(&mut *self.conn)
        .await?;
        if sends_again {
            self.retry(hold, &left, now).await?;
        } else {
            self.end(hold, &left, DeliveryState::Unknown, None, now).await?;
            self.listen_to(hold, begun_by, silence).await?;
        }
        self.settle(hold, now).await.map(drop)
    }

    async fn listen_to(
        &mut self,
        hold: &Hold,
        begun_by: DateTime<Utc>,
        silence: Option<TimeDelta>,
    ) -> Result<()> {
        let Some(silence) = silence else { return Ok(()) };
        sqlx::query!(
            "update marketing_requests r set heard_until = r.begun_at + make_interval(secs => $4)
             from marketing_batches b
             where b.campaign_id = $1 and b.no = $2 and b.fence = $3
               and r.campaign_id = $1 and r.batch = $2 and r.state = 'in_doubt' and r.begun_at <= $5",
            hold.campaign.0,
            hold.no,
            hold.fence,
            silence.as_seconds_f64(),
            begun_by
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// The campaign's row stays locked, as by everybody who turns batches.
    async fn sends_again(&mut self, hold: &Hold) -> Result<bool> {
        let prefers = sqlx::query_scalar!(
            r#"select marketing_doubt_policy = $2 and marketing_state in ('sending', 'paused') as "prefers!"
               from prospecting_campaigns where marketing_id = $1 for share"#,
            hold.campaign.0,
            DoubtPolicy::PreferDelivery.as_str()
        );
        Ok(prefers.fetch_optional(&mut *self.conn).await?.unwrap_or(false))
    }

    /// Looks at a batch again later.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn put_off(&mut self, hold: &Hold, until: DateTime<Utc>) -> Result<()> {
        sqlx::query!(
            "update marketing_batches set lease_until = $4
             where campaign_id = $1 and no = $2 and fence = $3 and state = 'in_doubt'",
            hold.campaign.0,
            hold.no,
            hold.fence,
            until
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    async fn doubtful_calls(&mut self, hold: &Hold) -> Result<Vec<DoubtfulCall>> {
        let calls = sqlx::query!(
            "select first, beyond, begun_at from marketing_requests where campaign_id = $1 and batch = $2 and state = 'in_doubt'
             order by first",
            hold.campaign.0,
            hold.no
        )
        .fetch_all(&mut *self.conn)
        .await?;
        let index = |index: i32| usize::try_from(index).unwrap_or_default();
        let calls = calls.into_iter().map(|call| DoubtfulCall {
            members: index(call.first)..index(call.beyond),
            begun_at: call.begun_at,
        });
        Ok(calls.collect())
    }
}
