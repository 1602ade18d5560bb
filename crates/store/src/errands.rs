//! Errands: tasks that run in the background (`domain::errand`).

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    ErrandId,
    errand::{Errand, ErrandState, ErrandTask},
};
use serde_json::{Value, json};
use sqlx::{PgConnection, types::Json};

use crate::{Result, campaigns::word};

/// The errands, within a transaction.
#[derive(Debug)]
pub struct Errands<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

/// An errand that this process runs, until its lease ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// Its id.
    pub id: ErrandId,
    /// What is to be done.
    pub task: ErrandTask,
    /// Which try this is, from 1: whoever lost the lease records nothing any more.
    pub tries: i16,
    /// Tries that are known to have ended with "not now". A try whose process died is not among them: it may have had its way.
    pub refusals: i16,
}

impl Errands<'_> {
    /// Asks for a task.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn create(
        &mut self,
        id: ErrandId,
        task: &ErrandTask,
        by: &str,
        now: DateTime<Utc>,
    ) -> Result<()> {
        sqlx::query!(
            "insert into marketing_errands (id, task, created_by, created_at, next_at) values ($1, $2, $3, $4, $4)",
            id.0,
            Json(task) as _,
            by,
            now
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// One errand.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn find(&mut self, id: ErrandId) -> Result<Option<Errand>> {
        let row = sqlx::query!(
            r#"select task as "task: Json<ErrandTask>", state, result, created_by, created_at, finished_at
               from marketing_errands where id = $1"#,
            id.0
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        row.map(|row| {
            Ok(Errand {
                id,
                task: row.task.0,
                state: word(&row.state, "errand state")?,
                result: row.result,
                created_by: row.created_by,
                created_at: row.created_at,
                finished_at: row.finished_at,
            })
        })
        .transpose()
    }

    /// Takes the errand that has waited longest, also one whose process died; those that had all of their `tries_max` tries are
    /// given up instead.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn claim(
        &mut self,
        now: DateTime<Utc>,
        lease: TimeDelta,
        tries_max: i16,
    ) -> Result<Option<Claimed>> {
        self.give_up(now, tries_max).await?;
        let row = sqlx::query!(
            r#"update marketing_errands set state = 'running', tries = tries + 1, next_at = $2
               where id = (select id from marketing_errands where state in ('waiting', 'running') and next_at <= $1
                           order by next_at limit 1 for update skip locked)
               returning id, task as "task: Json<ErrandTask>", tries, refusals"#,
            now,
            now + lease
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        Ok(row.map(|row| Claimed {
            id: ErrandId(row.id),
            task: row.task.0,
            tries: row.tries,
            refusals: row.refusals,
        }))
    }

    async fn give_up(&mut self, now: DateTime<Utc>, tries_max: i16) -> Result<()> {
        sqlx::query!(
            "update marketing_errands set state = 'failed', finished_at = $1, result = $3
             where state in ('waiting', 'running') and next_at <= $1 and tries >= $2",
            now,
            tries_max,
            json!({"code": "given_up", "detail": "the process died at each try"})
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Records how a try ended: for good, or with `next_at` to be tried again. False where somebody else has taken it over.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn record(
        &mut self,
        claimed: &Claimed,
        state: ErrandState,
        result: &Value,
        now: DateTime<Utc>,
        next_at: Option<DateTime<Utc>>,
    ) -> Result<bool> {
        let ended = matches!(state, ErrandState::Done | ErrandState::Failed).then_some(now);
        let recorded = sqlx::query!(
            "update marketing_errands
             set state = $3, result = $4, finished_at = $5, next_at = coalesce($6, next_at),
                 refusals = refusals + ($3 = 'waiting')::int::smallint
             where id = $1 and tries = $2 and state = 'running'",
            claimed.id.0,
            claimed.tries,
            state.as_str(),
            result,
            ended,
            next_at
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(recorded.rows_affected() == 1)
    }

    /// Deletes at most `limit` errands that ended before an instant; tells how many.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn purge(&mut self, before: DateTime<Utc>, limit: i64) -> Result<u64> {
        let purged = sqlx::query!(
            "delete from marketing_errands where id in
                 (select id from marketing_errands where finished_at < $1 limit $2 for update skip locked)",
            before,
            limit
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(purged.rows_affected())
    }
}
