//! Receipts: what providers told, raw. They are stored before they are understood, and can be replayed.

use chrono::{DateTime, Utc};
use domain::{event::ReceiptOrigin, provider::AccountId};
use sha2::{Digest, Sha256};
use sqlx::{PgConnection, types::Json};

use crate::{
    Result,
    campaigns::word,
    text::{REASON_MAX, kept},
};

/// The receipts, within a transaction.
#[derive(Debug)]
pub struct Receipts<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

/// A telling, as it came.
#[derive(Debug, Clone, Copy)]
pub struct NewReceipt<'a> {
    /// The account that it is told for.
    pub account: &'a AccountId,
    /// How it came.
    pub origin: ReceiptOrigin,
    /// The headers worth keeping, by name; never one that holds a secret.
    pub headers: &'a [(String, String)],
    /// What stood behind the `?` of its address; empty where there was none.
    pub query: &'a str,
    /// The body, byte by byte.
    pub body: &'a [u8],
    /// When (UTC).
    pub received_at: DateTime<Utc>,
}

/// A receipt to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Its number.
    pub id: i64,
    /// The account that it was told for.
    pub account: AccountId,
    /// How it came.
    pub origin: ReceiptOrigin,
    /// What stood behind the `?` of its address.
    pub query: String,
    /// The body.
    pub body: Vec<u8>,
    /// When it came (UTC).
    pub received_at: DateTime<Utc>,
}

impl Receipts<'_> {
    /// Keeps a telling; false where the same was told before.
    ///
    /// # Errors
    /// [`crate::StoreError`]: then the provider must come again.
    pub async fn insert(&mut self, new: NewReceipt<'_>) -> Result<bool> {
        let natural_key = Sha256::digest(new.body);
        let kept = sqlx::query!(
            "insert into marketing_receipts (account, origin, natural_key, headers, body, received_at, query)
             values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
            new.account.0,
            new.origin.as_str(),
            natural_key.as_slice(),
            Json(new.headers) as _,
            new.body,
            new.received_at,
            new.query
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(kept.rows_affected() == 1)
    }

    /// Takes the oldest receipts that nobody has read or is reading; they are this transaction's until it ends.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn take(&mut self, limit: i64) -> Result<Vec<Receipt>> {
        let rows = sqlx::query!(
            r#"select id, account, origin, query, body as "body!", received_at from marketing_receipts
               where state = 'new' and body is not null order by id limit $1 for update skip locked"#,
            limit
        )
        .fetch_all(&mut *self.conn)
        .await?;
        rows.into_iter()
            .map(|row| {
                Ok(Receipt {
                    id: row.id,
                    account: AccountId(row.account),
                    origin: word(&row.origin, "receipt")?,
                    query: row.query,
                    body: row.body,
                    received_at: row.received_at,
                })
            })
            .collect()
    }

    /// Marks a receipt as read, with what in it was not understood.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn done(&mut self, id: i64, unknown: &[String]) -> Result<()> {
        sqlx::query!(
            "update marketing_receipts set state = 'done', reason = null, unknown = $2 where id = $1",
            id,
            unknown
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Marks a receipt as unreadable. It stays, and can be replayed.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn fail(&mut self, id: i64, reason: &str) -> Result<()> {
        sqlx::query!(
            "update marketing_receipts set state = 'failed', reason = $2 where id = $1",
            id,
            kept(reason, REASON_MAX)
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Has a receipt read again, whatever became of it; false where there is none, or its body has been erased.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn replay(&mut self, id: i64) -> Result<bool> {
        let replayed = sqlx::query!(
            "update marketing_receipts set state = 'new', reason = null where id = $1 and body is not null",
            id
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(replayed.rows_affected() == 1)
    }

    /// Erases the body of a receipt that was read and says more than may be kept.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn erase_body(&mut self, id: i64) -> Result<()> {
        sqlx::query!("update marketing_receipts set body = null, headers = '[]' where id = $1", id)
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// Erases the bodies of at most `limit` receipts that were read and came before an instant; tells how many. What they said
    /// stands in the events, and the digest goes on keeping the same telling out.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn erase_bodies(&mut self, before: DateTime<Utc>, limit: i64) -> Result<u64> {
        let erased = sqlx::query!(
            "update marketing_receipts set body = null, headers = '[]' where id in
                 (select id from marketing_receipts where state = 'done' and body is not null and received_at < $1
                  order by received_at limit $2 for update skip locked)",
            before,
            limit
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(erased.rows_affected())
    }
}
