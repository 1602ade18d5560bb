//! The noun test message: a WhatsApp campaign that a colleague got as a test.

use chrono::{DateTime, Utc};
use domain::{ErrandId, MessageId, provider::AccountId, whatsapp::MessageState};
use sqlx::PgConnection;

use crate::{Result, campaigns::word};

/// The test messages, within a transaction.
#[derive(Debug)]
pub struct TestMessages<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

/// A test message whose turn it is.
#[derive(Debug, Clone, Copy)]
pub struct NewTest<'a> {
    /// Its id.
    pub id: MessageId,
    /// The errand that says it.
    pub errand: ErrandId,
    /// The account whose number says it.
    pub account: &'a AccountId,
    /// To whom.
    pub address: &'a str,
    /// The instant.
    pub now: DateTime<Utc>,
}

impl TestMessages<'_> {
    /// Takes a message: from here on it may have left, until it is settled. Where it was taken before, nothing happens, and where it
    /// stands is told.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn take(&mut self, new: NewTest<'_>) -> Result<Option<MessageState>> {
        let taken = sqlx::query!(
            "insert into marketing_test_messages (id, errand_id, account, address, state, taken_at)
             values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing",
            new.id.0,
            new.errand.0,
            new.account.0,
            new.address,
            MessageState::Unknown.as_str(),
            new.now
        );
        if taken.execute(&mut *self.conn).await?.rows_affected() == 1 {
            return Ok(None);
        }
        let state = sqlx::query_scalar!("select state from marketing_test_messages where id = $1", new.id.0)
            .fetch_one(&mut *self.conn)
            .await?;
        word(&state, "state of a message").map(Some)
    }

    /// Lets a message be taken again that was taken and has not left.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn put_back(&mut self, id: MessageId) -> Result<()> {
        sqlx::query!(
            "delete from marketing_test_messages where id = $1 and state = $2",
            id.0,
            MessageState::Unknown.as_str()
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Moves a message on to a state that is told of it; what is told late or twice changes nothing. Tells to whom it went, where
    /// there is such a message.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn settle(&mut self, id: MessageId, state: MessageState) -> Result<Option<String>> {
        let before: Vec<_> = state.before().map(|state| state.to_string()).collect();
        sqlx::query!(
            "update marketing_test_messages set state = $3 where id = $1 and state = any($2)",
            id.0,
            &before,
            state.as_str()
        )
        .execute(&mut *self.conn)
        .await?;
        let address = sqlx::query_scalar!("select address from marketing_test_messages where id = $1", id.0);
        Ok(address.fetch_optional(&mut *self.conn).await?)
    }
}
