//! Claiming a batch.

use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    CampaignId,
    pace::{AccountPace, Limits, Slowdown},
    provider::AccountId,
    quiet::QuietHours,
};
use sqlx::types::Json;

use super::{
    Batches, Clocks, Hold,
    pace::{BatchLimits, Daily, Since},
};
use crate::{Result, Settings, locks};

/// What a claim came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claimed {
    /// A batch is held.
    Batch(Hold),
    /// A batch was due by this account, but nobody of it may go now. There may be others.
    PutOff(AccountId),
    /// No batch is due.
    Nothing,
}

/// The accounts whose batches are claimed after all others, so that those wait neither for what leaves slowly nor for what sleeps.
#[derive(Debug, Clone, Copy)]
pub struct Later<'a> {
    /// By which something leaves already. They come last of all: else a lane that was left for an account that only sleeps would put
    /// off one batch of it, and be left for the next one again.
    pub carried: &'a [AccountId],
    /// By which a batch was due just now of which nobody may go.
    pub put_off: &'a [AccountId],
}

impl Batches<'_> {
    /// Takes the batch that has waited longest, of a campaign that is sending, by an account that does not rest; also one whose
    /// worker died before it meant to send anything. Those by accounts that come `later` come after all others. Those for whom it is
    /// quiet now are left out, and where limits are set, it takes as much of the batch as they allow now. An account that has rested
    /// takes one batch at a time until it has taken a message. Commit before anything is sent.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn claim(
        &mut self,
        now: DateTime<Utc>,
        lease: TimeDelta,
        later: Later<'_>,
        clocks: &dyn Clocks,
    ) -> Result<Claimed> {
        let since = Since { now, begun: Instant::now() };
        Settings { conn: &mut *self.conn }.hold_quiet_hours().await?;
        let row = sqlx::query!(
            r#"update marketing_batches set state = 'claimed', fence = fence + 1, lease_until = $2
             where (campaign_id, no) = (
                 select b.campaign_id, b.no
                 from marketing_batches b
                 join prospecting_campaigns c on c.marketing_id = b.campaign_id and c.marketing_state = 'sending'
                 left join marketing_accounts_state a on a.account = b.account
                 where b.due_at <= $1 and (b.state = 'ready' or b.state = 'claimed' and b.lease_until <= $1)
                   and (a.paused_code is null or a.paused_until <= $1) and (a.trial_until is null or a.trial_until <= $1)
                   -- Whoever died with a batch has left its places.
                   and (b.state = 'claimed'
                        or b.account <> all (array(select name from marketing_paces
                                                   where scope = 'account' and free_at > $1))
                        and b.campaign_id <> all (array(select name::uuid from marketing_paces
                                                        where scope = 'campaign' and free_at > $1)))
                 order by b.account = any ($3), b.account = any ($4), b.due_at, b.campaign_id, b.no
                 limit 1 for update of b skip locked)
             returning campaign_id, no, account, fence, paced_at,
                 (select paused_code is not null from marketing_accounts_state s where s.account = marketing_batches.account) as has_rested,
                 (select value from marketing_settings where key = 'pace.' || account) as "limits: Json<AccountPace>",
                 (select marketing_number_limits(account)) as "number: Json<Limits>",
                 (select jsonb_build_object('halvings', slow_halvings, 'since', slow_since) from marketing_accounts_state s
                  where s.account = marketing_batches.account and slow_since is not null) as "slowdown: Json<Slowdown>",
                 (select marketing_pace_per_minute from prospecting_campaigns where marketing_id = campaign_id) as per_minute,
                 (select marketing_pace_per_day from prospecting_campaigns where marketing_id = campaign_id) as per_day,
                 (select marketing_due_at from prospecting_campaigns where marketing_id = campaign_id) as campaign_due_at,
                 coalesce((select marketing_quiet_hours from prospecting_campaigns where marketing_id = campaign_id),
                          (select value from marketing_settings where key = 'quiet_hours')) as "quiet: Json<QuietHours>""#,
            now,
            now + lease,
            &names(later.carried),
            &names(later.put_off)
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        let Some(row) = row else { return Ok(Claimed::Nothing) };
        let (campaign, account) = (CampaignId(row.campaign_id), AccountId(row.account));
        let mut hold = Hold::new(campaign, row.no, account, row.fence);
        if row.has_rested == Some(true) && !self.begin_trial(&mut hold, now).await? {
            return Ok(Claimed::PutOff(hold.account));
        }
        let daily = Daily::of(row.per_day, row.campaign_due_at);
        let limits = BatchLimits::of(row.limits, row.number, row.slowdown, row.per_minute, daily);
        let quiet = row.quiet.map(|Json(hours)| hours);
        let trial = hold.trial;
        let claimed = self.allowed(hold, quiet, &limits, row.paced_at, clocks, since).await?;
        if let Claimed::PutOff(account) = &claimed {
            self.accounts().end_trial(account, trial).await?;
        }
        Ok(claimed)
    }

    /// Whether a batch could have been claimed at an instant, by an account that is not `carried`, and has not been since. What a claim
    /// would leave alone, it leaves alone too: nobody makes room for nothing.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn is_left_waiting(&mut self, since: DateTime<Utc>, carried: &[AccountId]) -> Result<bool> {
        let waits = sqlx::query_scalar!(
            r#"select exists (
                 select from marketing_batches b
                 join prospecting_campaigns c on c.marketing_id = b.campaign_id and c.marketing_state = 'sending'
                 left join marketing_accounts_state a on a.account = b.account
                 where b.account <> all ($2) and b.due_at <= $1
                   and (b.state = 'ready' or b.state = 'claimed' and b.lease_until <= $1)
                   and (a.paused_code is null or a.paused_until <= $1) and (a.trial_until is null or a.trial_until <= $1)
                   and (b.state = 'claimed'
                        or b.account <> all (array(select name from marketing_paces
                                                   where scope = 'account' and free_at > $1))
                        and b.campaign_id <> all (array(select name::uuid from marketing_paces
                                                        where scope = 'campaign' and free_at > $1)))) as "waits!""#,
            since,
            &names(carried)
        );
        Ok(waits.fetch_one(&mut *self.conn).await?)
    }

    /// As much of a batch as may go now.
    async fn allowed(
        &mut self,
        hold: Hold,
        quiet: Option<QuietHours>,
        limits: &BatchLimits,
        paced_at: Option<DateTime<Utc>>,
        clocks: &dyn Clocks,
        since: Since,
    ) -> Result<Claimed> {
        if let Some(hours) = &quiet
            && !self.keep_quiet(&hold, hours, clocks, since.now).await?
        {
            return Ok(Claimed::PutOff(hold.account));
        }
        if limits.is_none(since.now) {
            return Ok(Claimed::Batch(hold));
        }
        self.keep_pace(hold, limits, paced_at, clocks, since).await
    }

    /// The account has rested: this batch tries whether it takes messages again, and no other one. False where another one was
    /// faster; then the batch is free at once.
    async fn begin_trial(&mut self, hold: &mut Hold, now: DateTime<Utc>) -> Result<bool> {
        // Whoever forms a batch and then claims one holds this lock when it comes to the account's row.
        locks::wait(self.conn, locks::FORMER).await?;
        hold.trial = self.accounts().begin_trial(&hold.account, now).await?;
        if hold.trial.is_none() {
            sqlx::query!(
                "update marketing_batches set lease_until = $4 where campaign_id = $1 and no = $2 and fence = $3",
                hold.campaign.0,
                hold.no,
                hold.fence,
                now
            )
            .execute(&mut *self.conn)
            .await?;
        }
        Ok(hold.trial.is_some())
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
        self.spent_of(None).await
    }

    /// Holds a campaign, and tells whether it is spent: nobody has its messages sent again, nor those of its e-mail part, before the
    /// transaction ends. Whoever did so while its row was waited for is heard, as [`Self::spent`] before it could not.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn hold_spent(&mut self, campaign: CampaignId) -> Result<bool> {
        self.campaigns().lock(campaign).await?;
        Ok(!self.spent_of(Some(campaign)).await?.is_empty())
    }

    /// All of them, or one, if it is.
    async fn spent_of(&mut self, campaign: Option<CampaignId>) -> Result<Vec<CampaignId>> {
        let ids = sqlx::query_scalar!(
            r#"select c.marketing_id as "id!" from prospecting_campaigns c
               where c.marketing_state = 'sending' and ($1::uuid is null or c.marketing_id = $1)
                 and not exists (select from marketing_batches b where b.campaign_id = c.marketing_id and b.state <> 'done')
                 and not exists (select from marketing_delivery_state s
                                 where s.campaign_id = c.marketing_id and s.next_at is not null)
                 and not exists (select from marketing_repeats r
                                 where r.campaign_id = c.marketing_id and r.called_at is null and not r.given_up)
                 -- A campaign goes on for as long as its e-mail part does.
                 and not exists (select from prospecting_campaigns p where p.marketing_part_of = c.marketing_id
                                 and p.marketing_state in ('planning', 'sending', 'paused'))
               order by c.marketing_id"#,
            campaign.map(|campaign| campaign.0)
        )
        .fetch_all(&mut *self.conn)
        .await?;
        Ok(ids.into_iter().map(CampaignId).collect())
    }
}

fn names(accounts: &[AccountId]) -> Vec<String> {
    accounts.iter().map(|account| account.0.clone()).collect()
}
