//! Files that people sent: named in their message, kept for a while once a colleague has asked for them.

use chrono::{DateTime, Utc};
use domain::{
    ConversationId, MessageId,
    provider::AccountId,
    whatsapp::{InboundContent, Media},
};
use sqlx::types::Json;

use super::Conversations;
use crate::Result;

/// A file that is to be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedMedia {
    /// The account whose provider has it.
    pub account: AccountId,
    /// What was told of it.
    pub media: Media,
    /// Whether it is here already.
    pub is_kept: bool,
}

/// A file that was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptMedia {
    /// The provider's word for what it is.
    pub what: String,
    /// Its MIME type.
    pub mime: String,
    /// The file.
    pub bytes: Vec<u8>,
}

impl Conversations<'_> {
    /// The file that somebody sent with a message; none where there is no such message, or no file in it.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn media(&mut self, message: MessageId) -> Result<Option<NamedMedia>> {
        let row = sqlx::query!(
            r#"select c.account, m.content as "content: Json<InboundContent>",
                      exists (select from marketing_media where message_id = m.id) as "is_kept!"
               from marketing_messages m join marketing_conversations c on c.id = m.conversation_id
               where m.id = $1 and m.direction = 'inbound'"#,
            message.0
        );
        let row = row.fetch_optional(&mut *self.conn).await?;
        Ok(row.and_then(|row| match row.content.0 {
            InboundContent::Media(media) => {
                Some(NamedMedia { account: AccountId(row.account), media, is_kept: row.is_kept })
            }
            _ => None,
        }))
    }

    /// Whether a message is one of this conversation.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn holds(&mut self, conversation: ConversationId, message: MessageId) -> Result<bool> {
        let holds = sqlx::query_scalar!(
            r#"select exists (select from marketing_messages where id = $1 and conversation_id = $2) as "holds!""#,
            message.0,
            conversation.0
        );
        Ok(holds.fetch_one(&mut *self.conn).await?)
    }

    /// Keeps a file that was fetched; what is kept already stays, for longer.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn keep_media(
        &mut self,
        message: MessageId,
        mime: &str,
        bytes: &[u8],
        now: DateTime<Utc>,
    ) -> Result<()> {
        sqlx::query!(
            "insert into marketing_media (message_id, mime, bytes, fetched_at) values ($1, $2, $3, $4)
             on conflict (message_id) do update set fetched_at = excluded.fetched_at",
            message.0,
            mime,
            bytes,
            now
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// A file that was fetched; none where it was not, or is forgotten again.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn kept_media(&mut self, message: MessageId) -> Result<Option<KeptMedia>> {
        let row = sqlx::query!(
            r#"select m.content as "content: Json<InboundContent>", f.mime, f.bytes
               from marketing_media f join marketing_messages m on m.id = f.message_id where f.message_id = $1"#,
            message.0
        );
        let row = row.fetch_optional(&mut *self.conn).await?;
        Ok(row.and_then(|row| match row.content.0 {
            InboundContent::Media(media) => {
                Some(KeptMedia { what: media.what, mime: row.mime, bytes: row.bytes })
            }
            _ => None,
        }))
    }

    /// Forgets files that were fetched before that instant, at most so many. Tells how many.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn forget_media(&mut self, before: DateTime<Utc>, at_most: i64) -> Result<u64> {
        let gone = sqlx::query!(
            "delete from marketing_media where message_id in (
                 select message_id from marketing_media where fetched_at < $1 order by fetched_at limit $2)",
            before,
            at_most
        );
        Ok(gone.execute(&mut *self.conn).await?.rows_affected())
    }
}
