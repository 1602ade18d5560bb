//! How much accounts carry.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use domain::provider::{AccountId, Carried, StandIn};

use super::Accounts;
use crate::Result;

/// How long it is told for whom an account stood in.
const REMEMBERED: TimeDelta = TimeDelta::hours(24);

impl Accounts<'_> {
    /// How many messages each account has taken of late, each counted with its call; those that took none today are left out. Calls are
    /// looked at of those batches only that may have begun before the day, or have taken something within the minute.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn carried(&mut self, now: DateTime<Utc>) -> Result<Vec<(AccountId, Carried)>> {
        let today = now.date_naive().and_time(NaiveTime::MIN).and_utc();
        let rows = sqlx::query!(
            r#"select b.account,
                      coalesce(sum(calls.second), 0)::bigint as "second!",
                      coalesce(sum(calls.minute), 0)::bigint as "minute!",
                      coalesce(sum(case when b.submitted_at >= $2::timestamptz then b.taken else calls.day end), 0)::bigint as "day!"
               from marketing_batches b
               left join lateral (
                   select sum(taken) filter (where taken_at > $1::timestamptz - interval '1 second') as second,
                          sum(taken) filter (where taken_at > $1::timestamptz - interval '1 minute') as minute,
                          sum(taken) filter (where taken_at >= $2::timestamptz) as day
                   from marketing_requests
                   where campaign_id = b.campaign_id and batch = b.no
                     and (b.taken_at > $1::timestamptz - interval '1 minute' or (b.submitted_at >= $2::timestamptz) is not true)) as calls on true
               where b.taken > 0 and b.taken_at > least($2::timestamptz, $1::timestamptz - interval '1 minute')
               group by b.account"#,
            now,
            today
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
