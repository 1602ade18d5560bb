//! When the provider is asked for an account's templates.

use chrono::{DateTime, TimeDelta, Utc};
use domain::provider::AccountId;

use super::WhatsappTemplates;
use crate::Result;

/// Between two walks while a template waits for its verdict.
const WHILE_WAITING: TimeDelta = TimeDelta::minutes(2);
/// Between two walks else.
const BETWEEN: TimeDelta = TimeDelta::hours(1);
/// After a walk that nobody brought to its end.
const AFTER_FAILURE: TimeDelta = TimeDelta::minutes(10);

impl WhatsappTemplates<'_> {
    /// Takes the account among these that is due to be asked: one in which a template waits after 2 minutes, any other after an hour.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn next_poll(&mut self, among: &[AccountId], now: DateTime<Utc>) -> Result<Option<AccountId>> {
        let names: Vec<_> = among.iter().map(|account| account.0.clone()).collect();
        sqlx::query!(
            "insert into marketing_whatsapp_polls (account, at, all_at)
             select account, $2, $2 from unnest($1::text[]) as a (account) on conflict (account) do nothing",
            &names,
            now
        )
        .execute(&mut *self.conn)
        .await?;
        let due = sqlx::query_scalar!(
            "update marketing_whatsapp_polls set at = $3, all_at = $4
             where account = (
                 select account from marketing_whatsapp_polls p
                 where account = any($1) and at <= $2 and (all_at <= $2 or exists (
                     select from marketing_whatsapp_templates t
                     where t.account = p.account and t.status in ('pending', 'in_appeal', 'pending_deletion')))
                 order by at limit 1 for update skip locked)
             returning account",
            &names,
            now,
            now + WHILE_WAITING,
            now + AFTER_FAILURE
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        Ok(due.map(AccountId))
    }

    /// Asks for all of an account as soon as it may be.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn poll_soon(&mut self, account: &AccountId, now: DateTime<Utc>) -> Result<()> {
        sqlx::query!(
            "update marketing_whatsapp_polls set all_at = least(all_at, $2) where account = $1",
            account.0,
            now
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Notes that all of an account was asked for.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn polled(&mut self, account: &AccountId, now: DateTime<Utc>) -> Result<()> {
        sqlx::query!(
            "update marketing_whatsapp_polls set all_at = $2 where account = $1",
            account.0,
            now + BETWEEN
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }
}
