//! What we say: written, sent once, followed.

use chrono::{DateTime, Utc};
use domain::{
    ConversationId, MessageId, TemplateId,
    provider::AccountId,
    whatsapp::{ConversationAnswer, InboundContent, MessageState, TemplateContent, TemplateStatus},
};
use sqlx::types::Json;

use super::{Conversations, inbound::excerpt};
use crate::{
    Result,
    text::{REASON_MAX, kept},
};

/// An answer to be sent.
#[derive(Debug, Clone, Copy)]
pub struct NewAnswer<'a> {
    /// Its id (version 7).
    pub id: MessageId,
    /// What is to be said.
    pub answer: &'a ConversationAnswer,
    /// How that reads, the variables filled.
    pub text: &'a str,
    /// The colleague who wrote it, by id and name; none where we answer by ourselves.
    pub author: Option<(&'a str, &'a str)>,
    /// The instant.
    pub now: DateTime<Utc>,
}

/// An answer whose turn it is: whoever has it must settle it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueAnswer {
    /// The account whose number says it.
    pub account: AccountId,
    /// To whom.
    pub address: String,
    /// What is to be said.
    pub answer: ConversationAnswer,
    /// Until when anything may be said.
    pub window_until: Option<DateTime<Utc>>,
}

impl Conversations<'_> {
    /// Writes an answer down, to be sent. A colleague who answers has read what was said.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn answer(&mut self, conversation: ConversationId, new: NewAnswer<'_>) -> Result<()> {
        let content = InboundContent::Text { text: new.text.to_owned() };
        sqlx::query!(
            "insert into marketing_messages (id, conversation_id, direction, content, author_id, author, state, answer, at)
             values ($1, $2, 'outbound', $3, $4, $5, $6, $7, $8)",
            new.id.0,
            conversation.0,
            Json(&content) as _,
            new.author.map(|(id, _)| id),
            new.author.map(|(_, name)| name),
            MessageState::Waiting.as_str(),
            Json(new.answer) as _,
            new.now
        )
        .execute(&mut *self.conn)
        .await?;
        sqlx::query!(
            "update marketing_conversations
             set excerpt = $2, last_direction = 'outbound', last_at = greatest(last_at, $3),
                 unread = case when $4 then 0 else unread end,
                 state = case when $4 and state = 'unread' then 'read' else state end
             where id = $1",
            conversation.0,
            excerpt(&content),
            new.now,
            new.author.is_some()
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Takes an answer that waits. From here on it may have left, until it is settled; none where it waits no more.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn take(&mut self, message: MessageId) -> Result<Option<DueAnswer>> {
        let taken = sqlx::query!(
            r#"with taken as (update marketing_messages set state = 'unknown'
                              where id = $1 and state = 'waiting' returning conversation_id, answer)
               select c.account, c.address, c.window_until, taken.answer as "answer!: Json<ConversationAnswer>"
               from taken join marketing_conversations c on c.id = taken.conversation_id"#,
            message.0
        );
        let taken = taken.fetch_optional(&mut *self.conn).await?;
        Ok(taken.map(|row| DueAnswer {
            account: AccountId(row.account),
            address: row.address,
            answer: row.answer.0,
            window_until: row.window_until,
        }))
    }

    /// Has an answer wait again that was taken and has not left.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn put_back(&mut self, message: MessageId) -> Result<()> {
        sqlx::query!(
            "update marketing_messages set state = 'waiting' where id = $1 and state = 'unknown'",
            message.0
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Moves an answer on to a state that is told of it; what is told late or twice changes nothing. Tells whose account it is of and
    /// to whom it went, where there is such an answer.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn settle(
        &mut self,
        message: MessageId,
        state: MessageState,
        reason: Option<&str>,
        message_id: Option<&str>,
    ) -> Result<Option<(AccountId, String)>> {
        let before: Vec<_> = state.before().map(|state| state.to_string()).collect();
        sqlx::query!(
            "update marketing_messages set state = $3, reason = $4, message_id = coalesce($5, message_id)
             where id = $1 and direction = 'outbound' and state = any($2)",
            message.0,
            &before,
            state.as_str(),
            reason.map(|reason| kept(reason, REASON_MAX)),
            message_id
        )
        .execute(&mut *self.conn)
        .await?;
        let whose = sqlx::query!(
            "select c.account, c.address from marketing_messages m join marketing_conversations c on c.id = m.conversation_id
             where m.id = $1",
            message.0
        );
        let whose = whose.fetch_optional(&mut *self.conn).await?;
        Ok(whose.map(|row| (AccountId(row.account), row.address)))
    }

    /// An approved template of an account: what it says, and the provider's id of it.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn approved(
        &mut self,
        account: &AccountId,
        template: TemplateId,
    ) -> Result<Option<(TemplateContent, String)>> {
        let found = sqlx::query!(
            r#"select content as "content!: Json<TemplateContent>", provider_id as "provider_id!"
               from marketing_whatsapp_templates
               where template_id = $1 and account = $2 and status = $3 and provider_id is not null"#,
            template.0,
            account.0,
            TemplateStatus::Approved.as_str()
        );
        let found = found.fetch_optional(&mut *self.conn).await?;
        Ok(found.map(|row| (row.content.0, row.provider_id)))
    }
}
