//! Accounts that took messages and of which nothing is told: webhooks do not arrive.

use chrono::{DateTime, TimeDelta, Utc};
use domain::provider::AccountId;

use super::Accounts;
use crate::Result;

/// How long a provider may say nothing of messages that it took.
const SILENCE: TimeDelta = TimeDelta::minutes(15);

impl Accounts<'_> {
    /// The accounts, of those that tell of deliveries, that took messages and have told nothing since, and since when: from the first
    /// message after their last word, which is noted once a second ([`Self::heard`]).
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn silent(
        &mut self,
        telling: &[String],
        now: DateTime<Utc>,
    ) -> Result<Vec<(AccountId, DateTime<Utc>)>> {
        let rows = sqlx::query!(
            r#"select account, first.taken_at as "since!" from marketing_accounts_state as s
               cross join lateral (
                   select taken_at from marketing_batches as b
                   where b.account = s.account and taken > 0 and taken_at > coalesce(s.last_webhook_at + interval '1 second', '-infinity')
                   order by taken_at limit 1) as first
               where s.last_accepted_at > coalesce(s.last_webhook_at + interval '1 second', '-infinity') and first.taken_at < $1 and account = any($2)"#,
            now - SILENCE,
            telling
        )
        .fetch_all(&mut *self.conn)
        .await?;
        Ok(rows.into_iter().map(|row| (AccountId(row.account), row.since)).collect())
    }
}
