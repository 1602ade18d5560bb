//! Tickets: ways in without a token, good once (words.md "API manners").

use chrono::{DateTime, Utc};
use domain::report::TicketKind;
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

use crate::Result;

/// The tickets, within a transaction.
#[derive(Debug)]
pub struct Tickets<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

impl Tickets<'_> {
    /// Issues a ticket. The token is the caller's: random, at least 128 bits; only its digest is kept.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn issue(
        &mut self,
        token: &str,
        kind: TicketKind,
        payload: &Value,
        expires_at: DateTime<Utc>,
    ) -> Result<()> {
        sqlx::query!(
            "insert into marketing_tickets (digest, kind, payload, expires_at) values ($1, $2, $3, $4)",
            &digest(token),
            kind.as_str(),
            payload,
            expires_at
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Uses a ticket up: what it was issued with; none where there is none of this kind, or not any more.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn redeem(
        &mut self,
        token: &str,
        kind: TicketKind,
        now: DateTime<Utc>,
    ) -> Result<Option<Value>> {
        let payload = sqlx::query_scalar!(
            "delete from marketing_tickets where digest = $1 and kind = $2 and expires_at > $3 returning payload",
            &digest(token),
            kind.as_str(),
            now
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        Ok(payload)
    }

    /// Forgets at most `limit` tickets that nobody used in time; tells how many.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn purge(&mut self, now: DateTime<Utc>, limit: i64) -> Result<u64> {
        let purged = sqlx::query!(
            "delete from marketing_tickets where digest in
                 (select digest from marketing_tickets where expires_at <= $1 limit $2 for update skip locked)",
            now,
            limit
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(purged.rows_affected())
    }
}

fn digest(token: &str) -> Vec<u8> {
    Sha256::digest(token).to_vec()
}
