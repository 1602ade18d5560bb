//! What is known of the accounts that messages leave by. The accounts themselves are settings.

mod blocked;
mod carried;
mod circuit;
mod place;
mod slow;
mod sweep;
mod unheard;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    delivery::backoff,
    provider::{AccountCondition, AccountId, AccountPause},
};
use sqlx::PgConnection;

pub use blocked::BlockedWalk;
pub use sweep::Sweep;

use crate::{
    Result,
    signal::{channel, notify},
};

/// The accounts, within a transaction.
#[derive(Debug)]
pub struct Accounts<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

/// An account, as far as the database knows it; one that never did anything is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountState {
    /// Its name in the settings.
    pub account: AccountId,
    /// Why nothing leaves by it at the moment.
    pub pause: Option<AccountPause>,
    /// Whether it has rested, and has not taken a message since.
    pub is_half_open: bool,
    /// When a webhook of it last arrived (UTC).
    pub last_webhook_at: Option<DateTime<Utc>>,
    /// When it last took a message (UTC).
    pub last_accepted_at: Option<DateTime<Utc>>,
}

impl AccountState {
    /// How the account is.
    #[must_use]
    pub fn condition(&self) -> AccountCondition {
        match &self.pause {
            Some(AccountPause { until: None, .. }) => AccountCondition::Stopped,
            Some(_) => AccountCondition::Resting,
            None if self.is_half_open => AccountCondition::HalfOpen,
            None => AccountCondition::Well,
        }
    }

    /// Whether nothing speaks against it.
    #[must_use]
    pub fn is_well(&self) -> bool {
        self.condition() == AccountCondition::Well
    }
}

impl Accounts<'_> {
    /// Every account that is known.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn list(&mut self, now: DateTime<Utc>) -> Result<Vec<AccountState>> {
        let rows = sqlx::query!(
            "select account, paused_code, paused_until, last_webhook_at, last_accepted_at
             from marketing_accounts_state order by account"
        )
        .fetch_all(&mut *self.conn)
        .await?;
        let states = rows.into_iter().map(|row| {
            let until = row.paused_until;
            let rests = until.is_none_or(|until| until > now);
            AccountState {
                account: AccountId(row.account),
                is_half_open: row.paused_code.is_some() && !rests,
                pause: row.paused_code.filter(|_| rests).map(|code| AccountPause { code, until }),
                last_webhook_at: row.last_webhook_at,
                last_accepted_at: row.last_accepted_at,
            }
        });
        Ok(states.collect())
    }

    /// Lets an account rest: for as long as the provider asked and somewhat more, longer with each rest in a row; where its number has
    /// sent what it may in 24 hours, until the first of that is a day old. One that was too fast is slower for a while.
    /// One that waits for a person goes on waiting. Tells until when it rests; none for a person.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn rest(
        &mut self,
        account: &AccountId,
        code: &str,
        asked: Option<TimeDelta>,
        now: DateTime<Utc>,
        chance: f64,
    ) -> Result<Option<DateTime<Utc>>> {
        let strikes = self.lock(account).await?;
        let asked = self.heed(account, code, asked, now).await?;
        let until = now + backoff(strikes, asked, chance);
        let rests = sqlx::query_scalar!(
            r#"update marketing_accounts_state set
                   -- Several workers may hear the same no: it is one strike.
                   strikes = strikes + coalesce(paused_code is null or paused_until <= $4, false)::integer,
                   paused_until = case when paused_code is not null and paused_until is null then null
                                       else greatest(paused_until, $3) end,
                   paused_code = case when paused_code is not null and paused_until is null then paused_code else $2 end,
                   paused_at = coalesce(paused_at, $4), doubts = 0, trial_until = null
               where account = $1 returning paused_until"#,
            account.0,
            code,
            until,
            now
        )
        .fetch_one(&mut *self.conn)
        .await?;
        Ok(rests)
    }

    /// Stops an account until a person acts.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn stop(&mut self, account: &AccountId, code: &str, now: DateTime<Utc>) -> Result<()> {
        self.lock(account).await?;
        sqlx::query!(
            "update marketing_accounts_state set paused_code = $2, paused_until = null, paused_at = coalesce(paused_at, $3),
                 stopped_at = $3, trial_until = null
             where account = $1",
            account.0,
            code,
            now
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Why an account has stopped until somebody acts; none where it goes on, or only rests. Its row stays locked.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn stopped_by(&mut self, account: &AccountId) -> Result<Option<String>> {
        let code = sqlx::query_scalar!(
            "select paused_code from marketing_accounts_state where account = $1 and paused_until is null for update",
            account.0
        );
        Ok(code.fetch_optional(&mut *self.conn).await?.flatten())
    }

    /// Stops an account for what is told later of a message; not where it was stopped since that message left, so that a person who has
    /// let it go on is not overruled.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn stop_later(
        &mut self,
        account: &AccountId,
        code: &str,
        left_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        self.lock(account).await?;
        let is_settled = sqlx::query_scalar!(
            r#"select coalesce(stopped_at >= $2, false) as "settled!" from marketing_accounts_state where account = $1"#,
            account.0,
            left_at
        );
        if is_settled.fetch_one(&mut *self.conn).await? {
            return Ok(());
        }
        self.stop(account, code, now).await
    }

    /// Lets an account go on, at once; false where it did not rest.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn resume(&mut self, account: &AccountId) -> Result<bool> {
        let resumed = sqlx::query!(
            "update marketing_accounts_state set paused_code = null, paused_until = null, paused_at = null, strikes = 0,
                 doubts = 0, trial_until = null
             where account = $1 and paused_code is not null",
            account.0
        )
        .execute(&mut *self.conn)
        .await?;
        notify(self.conn, channel::BATCHES, "").await?;
        Ok(resumed.rows_affected() == 1)
    }

    /// Notes that a provider took messages: a rest that has ended is forgotten, and so are doubts. Within a second of the last
    /// note there is nothing more to say, and nobody waits for the row.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn took(&mut self, account: &AccountId, now: DateTime<Utc>) -> Result<()> {
        sqlx::query!(
            "insert into marketing_accounts_state as s (account, last_accepted_at, sweep_at)
             select $1, $2::timestamptz, $2::timestamptz
             where not exists (
                 select from marketing_accounts_state
                 where account = $1 and last_accepted_at > $2 - interval '1 second' and sweep_at is not null
                   and paused_code is null and trial_until is null and strikes = 0 and doubts = 0)
             on conflict (account) do update set last_accepted_at = greatest(s.last_accepted_at, $2),
                 sweep_at = coalesce(s.sweep_at, $2), doubts = 0, trial_until = null,
                 -- A yes that comes while it rests tells nothing of what made it rest.
                 strikes = case when s.paused_code is null or s.paused_until <= $2 then 0 else s.strikes end,
                 paused_code = case when s.paused_until <= $2 then null else s.paused_code end,
                 paused_at = case when s.paused_until <= $2 then null else s.paused_at end,
                 paused_until = case when s.paused_until <= $2 then null else s.paused_until end",
            account.0,
            now
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Notes that a webhook came: once a second, so that webhooks that come at once do not wait for each other.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn heard(&mut self, account: &AccountId, at: DateTime<Utc>) -> Result<()> {
        self.make(account).await?;
        sqlx::query!(
            "update marketing_accounts_state set last_webhook_at = $2
             where account = $1 and (last_webhook_at is null or last_webhook_at + interval '1 second' <= $2)",
            account.0,
            at
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    async fn make(&mut self, account: &AccountId) -> Result<()> {
        sqlx::query!(
            "insert into marketing_accounts_state (account) values ($1) on conflict do nothing",
            account.0
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Makes sure that the row is there, and this transaction's; tells its strikes.
    async fn lock(&mut self, account: &AccountId) -> Result<i32> {
        self.make(account).await?;
        let strikes = sqlx::query_scalar!(
            "select strikes from marketing_accounts_state where account = $1 for update",
            account.0
        )
        .fetch_one(&mut *self.conn)
        .await?;
        Ok(strikes)
    }
}
