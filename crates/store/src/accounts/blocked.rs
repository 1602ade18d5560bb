//! The walk through the lists of addresses that providers send nothing more to.

use chrono::{DateTime, TimeDelta, Utc};
use domain::provider::AccountId;

use super::Accounts;
use crate::Result;

/// One page of a walk, to be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockedWalk {
    /// The account.
    pub account: AccountId,
    /// From when (UTC): the first walk of an account asks for everything.
    pub from: DateTime<Utc>,
    /// Until when (UTC).
    pub to: DateTime<Utc>,
    /// Where the page is, as the page before told it; none for the first.
    pub place: Option<String>,
}

impl BlockedWalk {
    /// How far windows overlap: Brevo cuts by days, in a zone of its own, and clocks differ.
    pub const OVERLAP: TimeDelta = TimeDelta::hours(24);
    /// Between the beginning of a walk and the next; and after a refusal, which somebody has to mend.
    pub const BETWEEN: TimeDelta = TimeDelta::hours(24);
    /// After a page that could not be had, where the provider asks for nothing else.
    pub const AFTER_FAILURE: TimeDelta = TimeDelta::minutes(5);
}

impl Accounts<'_> {
    /// Takes the page that is due of a walk among these accounts; one that was never walked through is due at once. Nobody else is given
    /// it before `lease` has ended.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn next_blocked(
        &mut self,
        among: &[AccountId],
        now: DateTime<Utc>,
        lease: TimeDelta,
    ) -> Result<Option<BlockedWalk>> {
        let names: Vec<_> = among.iter().map(|account| account.0.clone()).collect();
        sqlx::query!(
            "insert into marketing_blocked_walks (account, due_at)
             select account, $2 from unnest($1::text[]) as a (account) on conflict (account) do nothing",
            &names,
            now
        )
        .execute(&mut *self.conn)
        .await?;
        let row = sqlx::query!(
            r#"update marketing_blocked_walks
               set due_at = $3, walk_to = coalesce(walk_to, $2),
                   walk_from = coalesce(walk_from, read_to - $4::float8 * interval '1 second', to_timestamp(0))
               where account = (select account from marketing_blocked_walks
                                where account = any($1) and due_at <= $2
                                order by due_at limit 1 for update skip locked)
               returning account, walk_from as "from!", walk_to as "to!", place"#,
            &names,
            now,
            now + lease,
            BlockedWalk::OVERLAP.as_seconds_f64()
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        Ok(row.map(|row| BlockedWalk {
            account: AccountId(row.account),
            from: row.from,
            to: row.to,
            place: row.place,
        }))
    }

    /// Goes on to the next page, which is due then, or ends the walk. False where somebody else has brought this page already.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn blocked_read(
        &mut self,
        walk: &BlockedWalk,
        next: Option<(&str, DateTime<Utc>)>,
    ) -> Result<bool> {
        let (place, due_at) = next.unzip();
        let read = sqlx::query!(
            "update marketing_blocked_walks
             set place = $4, due_at = coalesce($5, walk_to + $6::float8 * interval '1 second'),
                 read_to = case when $4::text is null then walk_to else read_to end,
                 walk_from = case when $4::text is null then null else walk_from end,
                 walk_to = case when $4::text is null then null else walk_to end
             where account = $1 and walk_to = $2 and place is not distinct from $3",
            walk.account.0,
            walk.to,
            walk.place,
            place,
            due_at,
            BlockedWalk::BETWEEN.as_seconds_f64()
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(read.rows_affected() == 1)
    }

    /// Puts the page off.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn blocked_later(&mut self, walk: &BlockedWalk, until: DateTime<Utc>) -> Result<()> {
        sqlx::query!(
            "update marketing_blocked_walks set due_at = $4
             where account = $1 and walk_to = $2 and place is not distinct from $3",
            walk.account.0,
            walk.to,
            walk.place,
            until
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }
}
