//! The noun number of WhatsApp: what providers tell of the numbers that messages leave from.

use chrono::{DateTime, Utc};
use domain::{
    CampaignId, TemplateId,
    delivery::{Mark, Marks},
    pace::WaitReason,
    provider::AccountId,
    whatsapp::{MessageState, NUMBER_QUALITY, SenderNews, TEMPLATE_QUALITY, TemplateQuality, Tier},
};
use sqlx::PgConnection;

use crate::{
    Result,
    campaigns::{Campaigns, word},
};

/// The numbers, within a transaction.
#[derive(Debug)]
pub struct WhatsappSenders<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

/// What is known of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SenderState {
    /// Its quality.
    pub quality: TemplateQuality,
    /// How many people it may begin to write to in any 24 hours; none while nobody has told.
    pub tier: Option<Tier>,
    /// How many messages a second it may send; none while nobody has told.
    pub per_second: Option<i32>,
    /// When the provider last told of it (UTC).
    pub synced_at: DateTime<Utc>,
}

impl WhatsappSenders<'_> {
    /// What is known of an account's number; none while nobody has told anything.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn find(&mut self, account: &AccountId) -> Result<Option<SenderState>> {
        let row = sqlx::query!(
            "select quality, is_limited, daily_limit, per_second, synced_at from marketing_whatsapp_senders where account = $1",
            account.0
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        let state = row.map(|row| {
            Ok(SenderState {
                quality: word(&row.quality, "quality")?,
                tier: row
                    .is_limited
                    .map(|_| Tier(row.daily_limit.and_then(|limit| u32::try_from(limit).ok()))),
                per_second: row.per_second,
                synced_at: row.synced_at,
            })
        });
        state.transpose()
    }

    /// Keeps what is told of an account's number: what the news does not speak of stays. News that was received before the last is
    /// not heard. Tells the campaigns that stop, for people take the number badly from now on.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn hear(
        &mut self,
        account: &AccountId,
        news: &SenderNews,
        at: DateTime<Utc>,
    ) -> Result<Vec<CampaignId>> {
        let before = self.quality(account).await?;
        self.keep(account, news, at).await?;
        if news.daily_limit.is_some() {
            self.wake(account, at).await?;
        }
        if !self.quality(account).await?.turns_bad(before) {
            return Ok(Vec::new());
        }
        Campaigns { conn: self.conn }.stop_those_by(account, NUMBER_QUALITY, at).await
    }

    async fn quality(&mut self, account: &AccountId) -> Result<TemplateQuality> {
        let found = sqlx::query_scalar!(
            "select quality from marketing_whatsapp_senders where account = $1 for update",
            account.0
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        found.map_or(Ok(TemplateQuality::Unknown), |quality| word(&quality, "quality"))
    }

    /// Why nothing should leave by an account with a template unless a person says so: people take one of the two badly. None where
    /// nothing speaks against it.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn objection(
        &mut self,
        account: &AccountId,
        template: TemplateId,
    ) -> Result<Option<&'static str>> {
        let bad = sqlx::query!(
            r#"select exists (select from marketing_whatsapp_senders where account = $1 and quality = $3) as "number!",
                      exists (select from marketing_whatsapp_templates where template_id = $2 and quality = $3) as "template!""#,
            account.0,
            template.0,
            TemplateQuality::Red.as_str()
        )
        .fetch_one(&mut *self.conn)
        .await?;
        Ok(bad.number.then_some(NUMBER_QUALITY).or(bad.template.then_some(TEMPLATE_QUALITY)))
    }

    async fn keep(&mut self, account: &AccountId, news: &SenderNews, at: DateTime<Utc>) -> Result<()> {
        let limit = news.daily_limit.map(|limit| limit.filter(|limit| *limit > 0));
        sqlx::query!(
            "insert into marketing_whatsapp_senders as s
                 (account, quality, is_limited, daily_limit, per_second, event, synced_at, quality_at)
             values ($1, coalesce($2, 'unknown'), $3, $4, $5, $6, $7, $7)
             on conflict (account) do update set
                 quality_at = case when coalesce($2, s.quality) = s.quality then s.quality_at else $7 end,
                 quality = coalesce($2, s.quality), is_limited = coalesce($3, s.is_limited),
                 daily_limit = case when $3 is null then s.daily_limit else $4 end,
                 per_second = coalesce($5, s.per_second), event = coalesce($6, s.event), synced_at = $7
             where s.synced_at <= $7",
            account.0,
            news.quality.map(|quality| quality.as_str()),
            limit.map(|limit| limit.is_some()),
            limit.flatten().map(|limit| i32::try_from(limit).unwrap_or(i32::MAX)),
            news.per_second.map(|rate| i32::try_from(rate).unwrap_or(i32::MAX)),
            news.event,
            at
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Lets those be asked again who wait until the number may begin to write to somebody: it may be more people now.
    async fn wake(&mut self, account: &AccountId, now: DateTime<Utc>) -> Result<()> {
        sqlx::query!(
            "update marketing_batches set due_at = $2 where account = $1 and state = 'ready' and waits_for = $3 and due_at > $2",
            account.0,
            now,
            WaitReason::AccountPace.as_str()
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// To how many people the account's number has begun to write since then: in campaigns, where free text in their open window begins
    /// nothing, and by the templates that went to somebody by an answer or a test while nothing else could be said to them. What they
    /// wrote within 24 hours before keeps them out of Meta's own count (messaging-limits).
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn used(&mut self, account: &AccountId, since: DateTime<Utc>) -> Result<i64> {
        let taken = [MessageState::Accepted, MessageState::Sent, MessageState::Delivered, MessageState::Read];
        let used = sqlx::query_scalar!(
            r#"with alone as (
                   select c.address, m.at from marketing_messages m join marketing_conversations c on c.id = m.conversation_id
                   where c.account = $1 and m.at >= $2 and m.answer ->> 'kind' = 'template' and m.state = any($4)
                   union all
                   select address, taken_at from marketing_test_messages
                   where account = $1 and taken_at >= $2 and state = any($4))
               select count(distinct address) as "used!" from (
                   select d.address
                   from marketing_batches b
                   cross join unnest(b.members) as m (number)
                   join marketing_delivery_state s on s.campaign_id = b.campaign_id and s.number = m.number
                   join marketing_deliveries d on d.campaign_id = b.campaign_id and d.number = m.number
                   where b.account = $1 and b.submitted_at >= $2 and d.channel = 'whatsapp' and s.marks & $3 <> 0
                         and m.number <> all (b.in_window)
                   union all
                   select a.address from alone a
                   where not exists (select from marketing_conversations c
                                     join marketing_messages i on i.conversation_id = c.id and i.direction = 'inbound'
                                     where c.account = $1 and c.address = a.address
                                       and i.at > a.at - interval '24 hours' and i.at <= a.at)) t"#,
            account.0,
            since,
            Marks::default().with(Mark::Accepted).0,
            &taken.map(|state| state.to_string())
        )
        .fetch_one(&mut *self.conn)
        .await?;
        Ok(used)
    }
}
