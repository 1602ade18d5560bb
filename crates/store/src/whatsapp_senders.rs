//! The noun number of WhatsApp: what providers tell of the numbers that messages leave from.

use chrono::{DateTime, Utc};
use domain::{
    delivery::{Mark, Marks},
    pace::WaitReason,
    provider::AccountId,
    whatsapp::{SenderNews, TemplateQuality, Tier},
};
use sqlx::PgConnection;

use crate::{Result, campaigns::word};

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
    /// not heard.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn hear(&mut self, account: &AccountId, news: &SenderNews, at: DateTime<Utc>) -> Result<()> {
        let limit = news.daily_limit.map(|limit| limit.filter(|limit| *limit > 0));
        sqlx::query!(
            "insert into marketing_whatsapp_senders as s
                 (account, quality, is_limited, daily_limit, per_second, event, synced_at)
             values ($1, coalesce($2, 'unknown'), $3, $4, $5, $6, $7)
             on conflict (account) do update set
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
        if news.daily_limit.is_some() { self.wake(account, at).await } else { Ok(()) }
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

    /// To how many people the account's number has begun to write in campaigns since then. Free text in their open window begins nothing.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn used(&mut self, account: &AccountId, since: DateTime<Utc>) -> Result<i64> {
        let used = sqlx::query_scalar!(
            r#"select count(distinct d.address) as "used!"
               from marketing_batches b
               cross join unnest(b.members) as m (number)
               join marketing_delivery_state s on s.campaign_id = b.campaign_id and s.number = m.number
               join marketing_deliveries d on d.campaign_id = b.campaign_id and d.number = m.number
               where b.account = $1 and b.submitted_at >= $2 and d.channel = 'whatsapp' and s.marks & $3 <> 0
                     and m.number <> all (b.in_window)"#,
            account.0,
            since,
            Marks::default().with(Mark::Accepted).0
        )
        .fetch_one(&mut *self.conn)
        .await?;
        Ok(used)
    }
}
