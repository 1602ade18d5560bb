//! The walk through a provider's past events: for what webhooks did not bring.

use chrono::{DateTime, TimeDelta, Utc};
use domain::provider::AccountId;

use super::Accounts;
use crate::Result;

/// One page of a walk, to be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sweep {
    /// The account.
    pub account: AccountId,
    /// From when (UTC).
    pub from: DateTime<Utc>,
    /// Until when (UTC).
    pub to: DateTime<Utc>,
    /// Which page, from 0.
    pub page: u32,
}

impl Sweep {
    /// How far windows overlap: providers cut by days, in zones of their own.
    pub const OVERLAP: TimeDelta = TimeDelta::hours(24);
    /// The furthest back that a walk goes: Brevo tells of at most 90 days (`GET /smtp/statistics/events`).
    pub const REACH: TimeDelta = TimeDelta::days(30);
    /// Between the end of a walk and the next.
    pub const BETWEEN: TimeDelta = TimeDelta::minutes(15);
    /// Between the end of a walk and the next where somebody waits for what it tells.
    pub const BETWEEN_WANTED: TimeDelta = TimeDelta::minutes(1);
    /// After a page that could not be had, where the provider asks for nothing else.
    pub const AFTER_FAILURE: TimeDelta = TimeDelta::minutes(5);
    /// An account that has taken nothing for so long is not asked any more.
    pub const INTEREST: TimeDelta = TimeDelta::days(3);
    /// How far back a walk for prices goes. Twilio tells them up to a day after a message has arrived ("Understanding SMS Message Fees"),
    /// and a message waits there for four hours at most ("WhatsApp best practices").
    pub const PRICES: TimeDelta = TimeDelta::days(3);
    /// Between the beginnings of two such walks.
    pub const BETWEEN_PRICES: TimeDelta = TimeDelta::hours(6);
    /// After a page that nobody brought back.
    const LEASE: TimeDelta = TimeDelta::minutes(3);
}

impl Accounts<'_> {
    /// Takes the page that is due, of a walk that goes on or begins. A walk begins before the end of the one before, however long
    /// ago that was, so that nothing between them is missed; with an account of `late`, whose prices come late, now and then as much
    /// further back as they may be.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn next_sweep(&mut self, late: &[AccountId], now: DateTime<Utc>) -> Result<Option<Sweep>> {
        let late: Vec<_> = late.iter().map(|account| account.0.clone()).collect();
        let row = sqlx::query!(
            r#"with due as (
                   select account, sweep_from is null and account = any($5) and coalesce(priced_at <= $6, true) as for_prices,
                          greatest(least($1, coalesce(swept_to, $1)) - $3::float8 * interval '1 second', $4) as since
                   from marketing_accounts_state where sweep_at <= $1 order by sweep_at limit 1 for update skip locked
               )
               update marketing_accounts_state s
               set sweep_at = $2, sweep_to = coalesce(sweep_to, $1),
                   sweep_from = coalesce(sweep_from, case when for_prices then least(since, $7) else since end),
                   priced_at = case when for_prices then $1 else priced_at end
               from due where s.account = due.account
               returning s.account, sweep_from as "sweep_from!", sweep_to as "sweep_to!", sweep_page"#,
            now,
            now + Sweep::LEASE,
            Sweep::OVERLAP.as_seconds_f64(),
            now - Sweep::REACH,
            &late,
            now - Sweep::BETWEEN_PRICES,
            now - Sweep::PRICES
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        Ok(row.map(|row| Sweep {
            account: AccountId(row.account),
            from: row.sweep_from,
            to: row.sweep_to,
            page: row.sweep_page.cast_unsigned(),
        }))
    }

    /// Goes on to the next page, which is due then, or ends the walk.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn swept(
        &mut self,
        sweep: &Sweep,
        next: Option<(u32, DateTime<Utc>)>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let Some((next, due)) = next else { return self.end_sweep(sweep, now).await };
        sqlx::query!(
            "update marketing_accounts_state set sweep_page = $3, sweep_at = $4 where account = $1 and sweep_to = $2",
            sweep.account.0,
            sweep.to,
            next.cast_signed(),
            due
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    async fn end_sweep(&mut self, sweep: &Sweep, now: DateTime<Utc>) -> Result<()> {
        sqlx::query!(
            "update marketing_accounts_state
             set swept_to = sweep_to, swept_at = $3, sweep_from = null, sweep_to = null, sweep_page = 0,
                 sweep_at = case when last_accepted_at > $5 then $4::timestamptz end
             where account = $1 and sweep_to = $2",
            sweep.account.0,
            sweep.to,
            now,
            now + Sweep::BETWEEN,
            now - Sweep::INTEREST
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Puts the page off.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn sweep_later(&mut self, account: &AccountId, until: DateTime<Utc>) -> Result<()> {
        sqlx::query!(
            "update marketing_accounts_state set sweep_at = $2 where account = $1",
            account.0,
            until
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Asks for a walk in time: one that is under way is left as it is, one that is planned begins now, or a minute after the end of the
    /// one before.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn sweep_soon(&mut self, account: &AccountId, now: DateTime<Utc>) -> Result<()> {
        sqlx::query!(
            "insert into marketing_accounts_state as s (account, sweep_at) values ($1, $2)
             on conflict (account) do update set sweep_at = case
                 when s.sweep_to is not null then s.sweep_at
                 -- Never later than that minute, should a clock have been set back.
                 else least(s.sweep_at, greatest($2, s.swept_at + $3::float8 * interval '1 second'),
                            $2 + $3::float8 * interval '1 second') end",
            account.0,
            now,
            Sweep::BETWEEN_WANTED.as_seconds_f64()
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }
}
