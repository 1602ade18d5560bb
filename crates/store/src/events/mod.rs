//! Events: what happened to deliveries, each kept once however often it is told, each projected once.

mod blame;
mod doubtful;
mod foreign;
mod late;
mod leaving;
mod project;
mod repeat;
mod resolve;

use chrono::{DateTime, Utc};
use domain::{CampaignId, consequence::ALERT, event::Event, provider::AccountId};
use sqlx::PgConnection;

pub use blame::Blamed;
pub use late::LateRefusal;
pub use leaving::Leaving;
pub use project::{Projected, TakenEvent};
pub use resolve::{Clue, Found};

use crate::Result;

/// The events, within a transaction.
#[derive(Debug)]
pub struct Events<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

/// An event of a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// The campaign.
    pub campaign: CampaignId,
    /// The delivery's number in it.
    pub number: u32,
    /// What happened. Its subject is not looked at: it has been found.
    pub event: Event,
    /// The receipt that it was read from.
    pub receipt: Option<i64>,
}

impl Events<'_> {
    /// Keeps events; those that are known stay as they are. Tells how many are new.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn add(&mut self, events: &[NewEvent], received_at: DateTime<Utc>) -> Result<u64> {
        let each = |of: fn(&NewEvent) -> String| events.iter().map(of).collect::<Vec<_>>();
        let some = |of: fn(&NewEvent) -> Option<String>| events.iter().map(of).collect::<Vec<_>>();
        let campaigns: Vec<_> = events.iter().map(|new| new.campaign.0).collect();
        let numbers: Vec<_> = events.iter().map(|new| new.number.cast_signed()).collect();
        let links: Vec<_> = events.iter().map(|new| new.event.link.map(u16::cast_signed)).collect();
        let foreign: Vec<_> = events.iter().map(|new| new.event.foreign).collect();
        let instants: Vec<_> = events.iter().map(|new| new.event.occurred_at).collect();
        let receipts: Vec<_> = events.iter().map(|new| new.receipt).collect();
        let added = sqlx::query!(
            "insert into marketing_events (campaign_id, number, account, natural_key, kind, bounce, verdict, sign, reason, link,
                                           by_provider, occurred_at, receipt_id, received_at)
             select *, $14 from unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                                       $8::text[], $9::text[], $10::smallint[], $11::boolean[], $12::timestamptz[],
                                       $13::bigint[])
             on conflict do nothing",
            &campaigns,
            &numbers,
            &each(|new| account(&new.event)),
            &each(|new| new.event.natural_key.clone()),
            &each(|new| new.event.kind.to_string()),
            some(|new| new.event.bounce.map(|bounce| bounce.to_string())) as _,
            &each(|new| new.event.verdict.to_string()),
            some(|new| new.event.sign.map(|sign| sign.to_string())) as _,
            some(|new| new.event.reason.clone()) as _,
            links as _,
            &foreign,
            &instants,
            receipts as _,
            received_at
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(added.rows_affected())
    }

    /// Keeps an event of an account, which no campaign has; one that is known stays as it is. Tells whether it is news: nothing
    /// of its kind that happened later is known, warnings aside.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn add_of_account(
        &mut self,
        event: &Event,
        receipt: Option<i64>,
        received_at: DateTime<Utc>,
    ) -> Result<bool> {
        let added = sqlx::query_scalar!(
            r#"insert into marketing_account_events as new (account, natural_key, kind, reason, occurred_at, received_at, receipt_id)
               values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing
               returning not exists (select from marketing_account_events old
                                     where old.account = new.account and old.kind = new.kind
                                           and coalesce(old.reason, '') not like $8 || '%'
                                           and old.occurred_at > new.occurred_at) as "is_news!""#,
            account(event),
            event.natural_key,
            event.kind.as_str(),
            event.reason,
            event.occurred_at,
            received_at,
            receipt,
            ALERT
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        Ok(added.unwrap_or(false))
    }
}

/// Who told it; empty for what readers did at our own addresses.
fn account(event: &Event) -> String {
    event.account.as_ref().map_or_else(String::new, |AccountId(account)| account.clone())
}
