//! What a person wrote that a colleague had to read: the proof of what they decide.

use chrono::{DateTime, Utc};
use domain::{
    CampaignId, ConversationId,
    whatsapp::{InboundContent, Wish},
};
use sqlx::types::Json;

use super::Conversations;
use crate::{Found, Result};

/// So many of a person's messages are looked at.
const LOOKED_AT: i64 = 1_000;

/// A message of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The provider's id of it.
    pub message_id: String,
    /// What it says.
    pub content: InboundContent,
    /// The delivery that it answers.
    pub answers: Option<Found>,
    /// When it was written (UTC).
    pub at: DateTime<Utc>,
}

impl Conversations<'_> {
    /// The message for which a conversation needs a person: the newest of which nobody can tell whether it opts out. Where there is none,
    /// the newest of all that the person wrote.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn unclear(&mut self, conversation: ConversationId) -> Result<Option<Written>> {
        let rows = sqlx::query!(
            r#"select message_id as "message_id!", content as "content!: Json<InboundContent>", campaign_id, number, at
               from marketing_messages
               where conversation_id = $1 and direction = 'inbound' and message_id is not null
               order by at desc, id desc limit $2"#,
            conversation.0,
            LOOKED_AT
        )
        .fetch_all(&mut *self.conn)
        .await?;
        let place = rows.iter().position(|row| row.content.0.wish() == Wish::Unclear).unwrap_or_default();
        Ok(rows.into_iter().nth(place).map(|row| Written {
            message_id: row.message_id,
            content: row.content.0,
            answers: row
                .campaign_id
                .zip(row.number)
                .map(|(campaign, number)| (CampaignId(campaign), number.cast_unsigned())),
            at: row.at,
        }))
    }
}
