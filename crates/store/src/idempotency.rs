//! Answers that a caller may ask for again: a POST that is repeated under the same key is answered, not done, twice.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, types::Json};

use crate::Result;

/// How long a key counts.
pub const KEY_LIFETIME: TimeDelta = TimeDelta::hours(24);

/// The keys, within the transaction that does the work: claim, work and answer are kept together or not at all.
#[derive(Debug)]
pub struct Idempotency<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

/// An answer as it went out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredResponse {
    /// The HTTP status.
    pub status: u16,
    /// The headers that belong to the answer (`ETag`, `Location`), by name.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

/// What a key says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// Never seen: do the work, then [`Idempotency::finish`].
    Fresh,
    /// Done before: answer this.
    Replay(StoredResponse),
    /// Used before, for another request.
    Reused,
}

impl Idempotency<'_> {
    /// Claims a key. Waits for a twin that claimed it and has not committed yet.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn claim(
        &mut self,
        caller: &str,
        key: &str,
        fingerprint: &[u8],
        now: DateTime<Utc>,
    ) -> Result<Claim> {
        sqlx::query!(
            "delete from marketing_idempotency_keys where caller = $1 and key = $2 and created_at <= $3",
            caller,
            key,
            now - KEY_LIFETIME
        )
        .execute(&mut *self.conn)
        .await?;
        let claimed = sqlx::query!(
            "insert into marketing_idempotency_keys (caller, key, fingerprint, created_at) values ($1, $2, $3, $4)
             on conflict do nothing",
            caller,
            key,
            fingerprint,
            now
        )
        .execute(&mut *self.conn)
        .await?;
        if claimed.rows_affected() == 1 {
            Ok(Claim::Fresh)
        } else {
            self.recall(caller, key, fingerprint).await
        }
    }

    async fn recall(&mut self, caller: &str, key: &str, fingerprint: &[u8]) -> Result<Claim> {
        let seen = sqlx::query!(
            r#"select fingerprint, response as "response: Json<StoredResponse>"
               from marketing_idempotency_keys where caller = $1 and key = $2 for update"#,
            caller,
            key
        )
        .fetch_one(&mut *self.conn)
        .await?;
        Ok(match seen.response {
            _ if seen.fingerprint != fingerprint => Claim::Reused,
            Some(Json(response)) => Claim::Replay(response),
            // Claimed and kept without an answer: nothing was promised, so the work is still to be done.
            None => Claim::Fresh,
        })
    }

    /// Keeps the answer of a claimed key.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn finish(&mut self, caller: &str, key: &str, response: &StoredResponse) -> Result<()> {
        sqlx::query!(
            "update marketing_idempotency_keys set response = $3 where caller = $1 and key = $2",
            caller,
            key,
            Json(response) as _
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Forgets at most `limit` keys that were claimed before an instant; tells how many.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn purge(&mut self, before: DateTime<Utc>, limit: i64) -> Result<u64> {
        let purged = sqlx::query!(
            "delete from marketing_idempotency_keys where (caller, key) in
                 (select caller, key from marketing_idempotency_keys where created_at < $1
                  order by created_at limit $2 for update skip locked)",
            before,
            limit
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(purged.rows_affected())
    }
}
