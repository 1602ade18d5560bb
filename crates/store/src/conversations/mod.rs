//! The noun conversation: what people write to us by WhatsApp, what colleagues answer, and what follows for who may be written to.

mod answers;
mod caps;
mod inbound;
mod media;
mod permit;
mod proof;
mod read;
mod unreachable;
mod users;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::provider::AccountId;
use sqlx::PgConnection;

pub use answers::{DueAnswer, NewAnswer};
pub use inbound::{Answered, NewInbound, Speaker};
pub use media::{KeptMedia, NamedMedia};
pub use proof::Written;
pub(crate) use read::{ConversationRow, MessageRow};
pub use users::Strayed;

use crate::Result;

/// The conversations, within a transaction.
#[derive(Debug)]
pub struct Conversations<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

impl Conversations<'_> {
    /// Until when anything may be said to people by an account's number, by their addresses; whoever never wrote to it is not among
    /// them, and whose window has closed is.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn windows(
        &mut self,
        account: &AccountId,
        addresses: &[String],
    ) -> Result<BTreeMap<String, DateTime<Utc>>> {
        let rows = sqlx::query!(
            r#"select address, window_until as "until!" from marketing_conversations
               where account = $1 and address = any($2) and window_until is not null"#,
            account.0,
            addresses
        )
        .fetch_all(&mut *self.conn)
        .await?;
        Ok(rows.into_iter().map(|row| (row.address, row.until)).collect())
    }

    /// Closes a person's window at an instant, whatever we thought: the provider says that it is closed. What was written after that
    /// has opened it again.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn close_window(
        &mut self,
        account: &AccountId,
        address: &str,
        at: DateTime<Utc>,
    ) -> Result<()> {
        sqlx::query!(
            "update marketing_conversations c set window_until = $3
             where account = $1 and address = $2 and window_until > $3
               and not exists (select from marketing_messages m
                               where m.conversation_id = c.id and m.direction = 'inbound' and m.at > $3)",
            account.0,
            address,
            at
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }
}
