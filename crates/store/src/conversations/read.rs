//! What colleagues see of conversations, and what they decide about them.

use chrono::{DateTime, Utc};
use domain::{
    CampaignId, ConversationId, MessageId, PersonId,
    list::{Cursor, Page},
    provider::AccountId,
    whatsapp::{Conversation, ConversationCounts, ConversationMessage, ConversationQuery, InboundContent},
};
use sqlx::types::{Json, Uuid};

use super::Conversations;
use crate::{Result, StoreError, campaigns::word, lists};

/// A conversation, with what the directory knows of who it is.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct ConversationRow {
    pub(crate) id: Uuid,
    account: String,
    address: String,
    person_id: Option<Uuid>,
    name: Option<String>,
    state: String,
    unread: i32,
    excerpt: String,
    last_direction: String,
    pub(crate) last_at: DateTime<Utc>,
    window_until: Option<DateTime<Utc>>,
}

impl TryFrom<ConversationRow> for Conversation {
    type Error = StoreError;

    fn try_from(row: ConversationRow) -> Result<Self> {
        Ok(Self {
            id: ConversationId(row.id),
            account: AccountId(row.account),
            address: row.address,
            person: row.person_id.map(PersonId),
            name: row.name,
            state: word(&row.state, "conversation state")?,
            unread: i64::from(row.unread),
            excerpt: row.excerpt,
            last: word(&row.last_direction, "direction")?,
            last_at: row.last_at,
            window_until: row.window_until,
        })
    }
}

/// A message.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct MessageRow {
    pub(crate) id: Uuid,
    direction: String,
    content: Json<InboundContent>,
    campaign_id: Option<Uuid>,
    author: Option<String>,
    state: Option<String>,
    reason: Option<String>,
    pub(crate) at: DateTime<Utc>,
}

impl TryFrom<MessageRow> for ConversationMessage {
    type Error = StoreError;

    fn try_from(row: MessageRow) -> Result<Self> {
        Ok(Self {
            id: MessageId(row.id),
            direction: word(&row.direction, "direction")?,
            content: row.content.0,
            campaign: row.campaign_id.map(CampaignId),
            author: row.author,
            state: row.state.as_deref().map(|state| word(state, "message state")).transpose()?,
            reason: row.reason,
            at: row.at,
        })
    }
}

impl Conversations<'_> {
    /// Conversations, the one with the newest message first.
    ///
    /// # Errors
    /// [`StoreError::Cursor`] where the cursor was cut from another list.
    pub async fn page(&mut self, query: &ConversationQuery) -> Result<Page<Conversation>> {
        lists::conversations::page(self.conn, query).await
    }

    /// One conversation.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn find(&mut self, id: ConversationId) -> Result<Option<Conversation>> {
        lists::conversations::find(self.conn, id.0).await
    }

    /// Messages of a conversation, the newest first.
    ///
    /// # Errors
    /// [`StoreError::Cursor`] where the cursor was cut from another list.
    pub async fn messages(
        &mut self,
        id: ConversationId,
        cursor: Option<&Cursor>,
        limit: u32,
    ) -> Result<Page<ConversationMessage>> {
        lists::conversations::messages(self.conn, id, cursor, limit).await
    }

    /// One message.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn message(&mut self, id: MessageId) -> Result<Option<ConversationMessage>> {
        let row = sqlx::query_as!(
            MessageRow,
            r#"select id, direction, content as "content!: Json<InboundContent>", campaign_id, author, state, reason, at
               from marketing_messages where id = $1"#,
            id.0
        );
        row.fetch_optional(&mut *self.conn).await?.map(ConversationMessage::try_from).transpose()
    }

    /// How many wait for a colleague.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn counts(&mut self) -> Result<ConversationCounts> {
        let counts = sqlx::query_as!(
            ConversationCounts,
            r#"select count(*) filter (where state = 'unread') as "unread!",
                      count(*) filter (where state = 'needs_person') as "needs_person!"
               from marketing_conversations where state <> 'read'"#
        );
        Ok(counts.fetch_one(&mut *self.conn).await?)
    }

    /// A colleague has read it. What needs a person goes on needing one.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn read(&mut self, id: ConversationId) -> Result<()> {
        sqlx::query!(
            "update marketing_conversations set unread = 0, state = case when state = 'unread' then 'read' else state end
             where id = $1",
            id.0
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// A colleague has decided what was meant. False where nothing was to be decided.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn resolve(&mut self, id: ConversationId) -> Result<bool> {
        let resolved = sqlx::query!(
            "update marketing_conversations set unread = 0, state = 'read' where id = $1 and state = 'needs_person'",
            id.0
        );
        Ok(resolved.execute(&mut *self.conn).await?.rows_affected() == 1)
    }
}
