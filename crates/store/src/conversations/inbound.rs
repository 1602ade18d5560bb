//! What comes in: a message of a person, kept once.

use chrono::{DateTime, Utc};
use domain::{
    CampaignId, ConversationId, PersonId,
    provider::AccountId,
    whatsapp::{ConversationState, InboundContent, WINDOW},
};
use sqlx::types::{Json, Uuid};

use super::Conversations;
use crate::{Blamed, Found, Result, text::kept};

/// Longest beginning of a message that a list shows, in characters.
const EXCERPT_MAX: usize = 160;

/// A message of a person.
#[derive(Debug, Clone)]
pub struct NewInbound<'a> {
    /// Its id (version 7).
    pub id: Uuid,
    /// The provider's id of it.
    pub message_id: &'a str,
    /// What it says.
    pub content: &'a InboundContent,
    /// The delivery that it answers.
    pub answers: Option<Found>,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// What the conversation waits for from now on: never for nothing.
    pub waits_for: ConversationState,
    /// Whether what was unclear before is clear now: the person has decided.
    pub decides: bool,
}

/// Who somebody is to an account.
#[derive(Debug, Clone, Copy)]
pub struct Speaker<'a> {
    /// The account.
    pub account: &'a AccountId,
    /// The number, or the user id of somebody whose number nobody knows.
    pub address: &'a str,
    /// The user id, where told.
    pub user_id: Option<&'a str>,
    /// The name that the person goes by, where told.
    pub profile_name: Option<&'a str>,
}

/// A delivery that somebody answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The person that it went to.
    pub person: PersonId,
    /// The address that it went to.
    pub address: String,
    /// When it was sent, as far as anybody told.
    pub sent_at: DateTime<Utc>,
}

impl Answered {
    /// The message, as somebody who leaves because of it sees it.
    #[must_use]
    pub const fn blamed(&self, delivery: Found) -> Blamed {
        Blamed { delivery, person: self.person, sent_at: self.sent_at }
    }
}

impl Conversations<'_> {
    /// The delivery of a number in a campaign, as somebody who answers it sees it.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn answered(&mut self, (campaign, number): Found) -> Result<Option<Answered>> {
        let found = sqlx::query!(
            r#"select d.person_id, d.address, coalesce((select min(e.occurred_at) from marketing_events e
                                           where e.campaign_id = d.campaign_id and e.number = d.number
                                             and e.kind in ('accepted', 'sent', 'delivered', 'read')), d.planned_at) as "sent_at!"
               from marketing_deliveries d where d.campaign_id = $1 and d.number = $2"#,
            campaign.0,
            number.cast_signed()
        );
        let found = found.fetch_optional(&mut *self.conn).await?;
        Ok(found.map(|row| Answered {
            person: PersonId(row.person_id),
            address: row.address,
            sent_at: row.sent_at,
        }))
    }

    /// The conversation with somebody, begun under the id `new` where there is none. It stays locked.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn with(&mut self, heard: Speaker<'_>, new: Uuid, at: DateTime<Utc>) -> Result<ConversationId> {
        let id = sqlx::query_scalar!(
            "insert into marketing_conversations as c (id, account, address, user_id, profile_name, state, last_direction, last_at)
             values ($1, $2, $3, $4, $5, 'read', 'inbound', $6)
             on conflict (account, address) do update
             set user_id = coalesce(excluded.user_id, c.user_id), profile_name = coalesce(excluded.profile_name, c.profile_name)
             returning id",
            new,
            heard.account.0,
            heard.address,
            heard.user_id,
            heard.profile_name,
            at
        );
        Ok(ConversationId(id.fetch_one(&mut *self.conn).await?))
    }

    /// Brings what was said under a user id alone, or another spelling of the number, into the conversation of the number that it goes with,
    /// now that both are known. True where there was any.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn unite(&mut self, account: &AccountId, name: &str, with: ConversationId) -> Result<bool> {
        let nameless = sqlx::query_scalar!(
            "select id from marketing_conversations where account = $1 and address = $2 and id <> $3 for update",
            account.0,
            name,
            with.0
        );
        let Some(nameless) = nameless.fetch_optional(&mut *self.conn).await? else { return Ok(false) };
        self.hand_over(nameless, with).await?;
        sqlx::query!(
            "with gone as (delete from marketing_conversations where id = $1 returning *)
             update marketing_conversations c
             set user_id = coalesce(c.user_id, gone.user_id), profile_name = coalesce(c.profile_name, gone.profile_name),
                 unread = c.unread + gone.unread, window_until = greatest(c.window_until, gone.window_until),
                 state = case when 'needs_person' in (c.state, gone.state) then 'needs_person'
                              when 'unread' in (c.state, gone.state) then 'unread' else 'read' end,
                 excerpt = case when c.excerpt = '' or gone.last_at > c.last_at then gone.excerpt else c.excerpt end,
                 last_direction = case when gone.last_at >= c.last_at then gone.last_direction else c.last_direction end,
                 last_at = greatest(c.last_at, gone.last_at)
             from gone where c.id = $2",
            nameless,
            with.0
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(true)
    }

    /// The conversation under a name goes on at an address, begun under the id `new` where there is none: whoever has to be read holds
    /// what is sent there, and a window that is open is open there.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn carry_over(
        &mut self,
        account: &AccountId,
        name: &str,
        address: &str,
        new: Uuid,
    ) -> Result<()> {
        let last_at = sqlx::query_scalar!(
            "select last_at from marketing_conversations where account = $1 and address = $2",
            account.0,
            name
        );
        let Some(last_at) = last_at.fetch_optional(&mut *self.conn).await? else { return Ok(()) };
        let there = Speaker { account, address, user_id: None, profile_name: None };
        let with = self.with(there, new, last_at).await?;
        self.unite(account, name, with).await.map(drop)
    }

    /// Each message once: one that both have stays where it is going.
    async fn hand_over(&mut self, from: Uuid, to: ConversationId) -> Result<()> {
        sqlx::query!(
            "delete from marketing_messages m where m.conversation_id = $1 and exists
                 (select from marketing_messages k where k.conversation_id = $2 and k.message_id = m.message_id)",
            from,
            to.0
        )
        .execute(&mut *self.conn)
        .await?;
        sqlx::query!(
            "update marketing_messages set conversation_id = $2 where conversation_id = $1",
            from,
            to.0
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Keeps a message of a person; false where it is known. The window opens for 24 hours from when it was written, and never
    /// closes earlier than it would have.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn hear(&mut self, conversation: ConversationId, new: &NewInbound<'_>) -> Result<bool> {
        let (campaign, number) = new.answers.unzip();
        let kept = sqlx::query!(
            "insert into marketing_messages (id, conversation_id, direction, content, campaign_id, number, message_id, at)
             values ($1, $2, 'inbound', $3, $4, $5, $6, $7) on conflict (conversation_id, message_id) do nothing",
            new.id,
            conversation.0,
            Json(new.content) as _,
            campaign.map(|CampaignId(id)| id),
            number.map(u32::cast_signed),
            new.message_id,
            new.at
        );
        let is_new = kept.execute(&mut *self.conn).await?.rows_affected() == 1;
        if is_new {
            self.raise(conversation, new).await?;
        }
        Ok(is_new)
    }

    /// Learns what a message answers that was told without that before, as lists of past messages do, and what was pressed; tells what it
    /// said by then. None where nothing new is told.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn learn(
        &mut self,
        conversation: ConversationId,
        new: &NewInbound<'_>,
    ) -> Result<Option<InboundContent>> {
        let Some((CampaignId(campaign), number)) = new.answers else { return Ok(None) };
        let before = sqlx::query_scalar!(
            r#"update marketing_messages m set campaign_id = $3, number = $4, content = $5
               from (select id, content from marketing_messages
                     where conversation_id = $1 and message_id = $2 and campaign_id is null for update) b
               where m.id = b.id returning b.content as "before: Json<InboundContent>""#,
            conversation.0,
            new.message_id,
            campaign,
            number.cast_signed(),
            Json(new.content) as _
        );
        Ok(before.fetch_optional(&mut *self.conn).await?.map(|Json(content)| content))
    }

    async fn raise(&mut self, conversation: ConversationId, new: &NewInbound<'_>) -> Result<()> {
        sqlx::query!(
            "update marketing_conversations
             set unread = unread + 1, window_until = greatest(window_until, $2),
                 state = case when state = 'needs_person' and not $3 then state else $4 end,
                 excerpt = case when last_at <= $5 then $6 else excerpt end,
                 last_direction = case when last_at <= $5 then 'inbound' else last_direction end,
                 last_at = greatest(last_at, $5)
             where id = $1",
            conversation.0,
            new.at + WINDOW,
            new.decides,
            new.waits_for.as_str(),
            new.at,
            excerpt(new.content)
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }
}

/// What a list shows of a message: its first words, or the provider's word for what it is.
pub(super) fn excerpt(content: &InboundContent) -> String {
    let said = match content {
        InboundContent::Text { text } | InboundContent::Button { text, .. } => text,
        InboundContent::Media(media) => media.caption.as_ref().unwrap_or(&media.what),
        InboundContent::Other { what } => what,
    };
    let line = said.split_whitespace().collect::<Vec<_>>().join(" ");
    kept(&line, EXCERPT_MAX)
}
