//! How much accounts carry.

use chrono::{DateTime, TimeDelta, Utc};
use domain::provider::{AccountId, Carried, StandIn};

use super::Accounts;
use crate::Result;

/// How long it is told for whom an account stood in.
const REMEMBERED: TimeDelta = TimeDelta::hours(24);

impl Accounts<'_> {
    /// How many messages each account has taken of late, by the last call of each batch; those that took none today are left out.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn carried(&mut self, now: DateTime<Utc>) -> Result<Vec<(AccountId, Carried)>> {
        let rows = sqlx::query!(
            r#"select account,
                      coalesce(sum(taken) filter (where taken_at > $1::timestamptz - interval '1 second'), 0)::bigint as "second!",
                      coalesce(sum(taken) filter (where taken_at > $1::timestamptz - interval '1 minute'), 0)::bigint as "minute!",
                      coalesce(sum(taken) filter (where taken_at >= date_trunc('day', $1::timestamptz, 'UTC')), 0)::bigint as "day!"
               from marketing_batches
               where taken > 0
                 and taken_at > least(date_trunc('day', $1::timestamptz, 'UTC'), $1::timestamptz - interval '1 minute')
               group by account"#,
            now
        )
        .fetch_all(&mut *self.conn)
        .await?;
        let carried = rows.into_iter().map(|row| {
            (AccountId(row.account), Carried { second: row.second, minute: row.minute, day: row.day })
        });
        Ok(carried.collect())
    }

    /// For whom each account stands in, or stood in within 24 hours.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn stand_ins(&mut self, now: DateTime<Utc>) -> Result<Vec<(AccountId, StandIn)>> {
        let rows = sqlx::query!(
            r#"select account, moved_from as "for_account!", sum(cardinality(members))::bigint as "messages!"
               from marketing_batches
               where moved_from is not null and (state <> 'done' or taken_at > $1)
               group by account, moved_from order by account, moved_from"#,
            now - REMEMBERED
        )
        .fetch_all(&mut *self.conn)
        .await?;
        let stand_ins = rows.into_iter().map(|row| {
            (AccountId(row.account), StandIn { account: AccountId(row.for_account), messages: row.messages })
        });
        Ok(stand_ins.collect())
    }
}
