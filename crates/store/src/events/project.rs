//! Projecting events: onto where deliveries stand, onto figures, onto links.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::{
    CampaignId, Channel, PersonId,
    consequence::{Consequence, SOFT_WINDOW},
    delivery::contribution,
    event::{Event, EventKind, Subject, Verdict},
    provider::AccountId,
    report::LinkCounter,
};
use sqlx::types::Uuid;

use super::Events;
use crate::{
    Result,
    campaigns::word,
    deltas::Deltas,
    standings::{Said, hour, raise},
    text::{REASON_MAX, kept},
};

/// An event that was projected and asks for more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Projected {
    /// What it asks for.
    pub consequence: Consequence,
    /// The event.
    pub event: Event,
    /// The person written to.
    pub person: PersonId,
    /// The address written to.
    pub address: String,
    /// The channel.
    pub channel: Channel,
}

/// An event that this transaction holds, to be projected.
#[derive(Debug)]
pub struct TakenEvent {
    pub(super) campaign_id: Uuid,
    pub(super) number: i32,
    pub(super) account: String,
    pub(super) natural_key: String,
    pub(super) kind: String,
    channel: String,
    bounce: Option<String>,
    verdict: String,
    pub(super) reason: Option<String>,
    link: Option<i16>,
    by_provider: bool,
    pub(super) occurred_at: DateTime<Utc>,
}

/// A click that may have made its reader one of the link's.
type Reading = (Uuid, i32, i16);

impl Events<'_> {
    /// Takes at most `limit` events that nobody has projected or is projecting, the oldest first; they are this transaction's until
    /// it ends.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn take(&mut self, limit: i64) -> Result<Vec<TakenEvent>> {
        let rows = sqlx::query_as!(
            TakenEvent,
            r#"select campaign_id, number, account, natural_key, kind,
                      -- The suite may have taken the campaign away since.
                      coalesce((select marketing_channel from prospecting_campaigns where marketing_id = campaign_id),
                               'email') as "channel!",
                      bounce, verdict, reason, link, by_provider, occurred_at
               from marketing_events where not projected order by received_at limit $1 for update skip locked"#,
            limit
        )
        .fetch_all(&mut *self.conn)
        .await?;
        Ok(rows)
    }

    /// Projects events. Tells which of them ask for more; that belongs into the same transaction.
    ///
    /// # Errors
    /// [`crate::StoreError`]; [`crate::StoreError::Corrupt`] where one of them cannot be applied.
    pub async fn project(&mut self, rows: &[TakenEvent], now: DateTime<Utc>) -> Result<Vec<Projected>> {
        let events = rows.iter().map(TakenEvent::event).collect::<Result<Vec<_>>>()?;
        let gone = self.repeated(rows).await?;
        let said = rows.iter().zip(&events).filter(|(row, event)| !gone.contains(row, event.kind));
        let said = said.map(|(row, event)| {
            let contribution = contribution(event).by(word(&row.channel, "channel")?);
            Ok(Said { key: (row.campaign_id, row.number), contribution, at: row.occurred_at })
        });
        raise(self.conn, said.collect::<Result<_>>()?, now).await?;
        // The deliveries are locked from here on: nobody projects another click of theirs meanwhile.
        self.count_links(rows, &events).await?;
        self.mark(rows).await?;
        self.asking(rows, events).await
    }

    /// Sets an event aside that cannot be applied, with the reason: it is never taken again, and nothing counts it.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn set_aside(&mut self, event: &TakenEvent, reason: &str) -> Result<()> {
        sqlx::query!(
            "update marketing_events set projected = true, failure = $4
             where campaign_id = $1 and account = $2 and natural_key = $3",
            event.campaign_id,
            event.account,
            event.natural_key,
            kept(reason, REASON_MAX)
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// How many deliveries to an address of a person bounced softly within the window that has most of them. The same whatever
    /// the order in which the events came.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn soft_bounces(&mut self, person: PersonId, address: &str) -> Result<i64> {
        let most = sqlx::query_scalar!(
            r#"select coalesce(max(bounces), 0) as "most!" from (
                   select count(*) over (order by first_at range between $3::float8 * interval '1 second' preceding
                                                             and current row) as bounces
                   from (select min(e.occurred_at) as first_at
                         from marketing_deliveries d
                         join marketing_events e on e.campaign_id = d.campaign_id and e.number = d.number
                         where d.person_id = $1 and d.address = $2 and e.kind = 'bounced' and e.bounce = 'soft'
                         group by d.campaign_id, d.number) as deliveries) as windows"#,
            person.0,
            address,
            SOFT_WINDOW.as_seconds_f64()
        )
        .fetch_one(&mut *self.conn)
        .await?;
        Ok(most)
    }

    async fn count_links(&mut self, rows: &[TakenEvent], events: &[Event]) -> Result<()> {
        let clicks = || {
            let both = rows.iter().zip(events);
            both.filter(|(row, event)| event.kind == EventKind::Clicked && !row.by_provider)
                .filter_map(|(row, event)| Some((row, event.verdict, row.link?)))
        };
        let mut readers = self.readers(clicks().map(|(row, _, link)| row.reading(link)).collect()).await?;
        let mut deltas = Deltas::default();
        for (row, verdict, link) in clicks() {
            let hour = hour(row.occurred_at)?;
            let mut add = |counter: LinkCounter| {
                deltas.add(row.campaign_id, hour, counter.as_str(), Some(link), 1);
            };
            add(LinkCounter::of_click(verdict));
            if verdict != Verdict::Machine && readers.insert(row.reading(link)) {
                add(LinkCounter::Readers);
            }
        }
        deltas.write(self.conn).await
    }

    /// Of these, who is known to have followed the link.
    async fn readers(&mut self, readings: Vec<Reading>) -> Result<BTreeSet<Reading>> {
        let campaigns: Vec<_> = readings.iter().map(|(campaign, ..)| *campaign).collect();
        let numbers: Vec<_> = readings.iter().map(|(_, number, _)| *number).collect();
        let links: Vec<_> = readings.iter().map(|(.., link)| *link).collect();
        let rows = sqlx::query!(
            r#"select k.campaign_id as "campaign_id!", k.number as "number!", k.link as "link!"
               from (select distinct * from unnest($1::uuid[], $2::integer[], $3::smallint[])) as k (campaign_id, number, link)
               where exists (select from marketing_events e
                             where e.campaign_id = k.campaign_id and e.number = k.number and e.kind = 'clicked' and e.link = k.link
                               and e.projected and e.failure is null and e.verdict <> 'machine' and not e.by_provider)"#,
            &campaigns,
            &numbers,
            &links
        )
        .fetch_all(&mut *self.conn)
        .await?;
        Ok(rows.into_iter().map(|row| (row.campaign_id, row.number, row.link)).collect())
    }

    async fn mark(&mut self, rows: &[TakenEvent]) -> Result<()> {
        let campaigns: Vec<_> = rows.iter().map(|row| row.campaign_id).collect();
        let accounts: Vec<_> = rows.iter().map(|row| row.account.clone()).collect();
        let keys: Vec<_> = rows.iter().map(|row| row.natural_key.clone()).collect();
        sqlx::query!(
            "update marketing_events e set projected = true, failure = null
             from unnest($1::uuid[], $2::text[], $3::text[]) as k (campaign_id, account, natural_key)
             where e.campaign_id = k.campaign_id and e.account = k.account and e.natural_key = k.natural_key",
            &campaigns,
            &accounts,
            &keys
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    async fn asking(&mut self, rows: &[TakenEvent], events: Vec<Event>) -> Result<Vec<Projected>> {
        let mut asking = Vec::new();
        for (row, event) in rows.iter().zip(events) {
            let Some(consequence) = Consequence::of(&event) else { continue };
            let Some(to) = self.addressee(row).await? else { continue };
            let (person, address, channel) = to;
            asking.push(Projected { consequence, event, person, address, channel });
        }
        Ok(asking)
    }

    async fn addressee(&mut self, row: &TakenEvent) -> Result<Option<(PersonId, String, Channel)>> {
        let found = sqlx::query!(
            "select person_id, address, channel from marketing_deliveries where campaign_id = $1 and number = $2",
            row.campaign_id,
            row.number
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        found
            .map(|row| Ok((PersonId(row.person_id), row.address, word(&row.channel, "channel")?)))
            .transpose()
    }
}

impl TakenEvent {
    const fn reading(&self, link: i16) -> Reading {
        (self.campaign_id, self.number, link)
    }

    /// Whose account told it is kept, and not which provider that is.
    fn event(&self) -> Result<Event> {
        let told = !self.account.is_empty();
        Ok(Event {
            kind: word(&self.kind, "event")?,
            bounce: self.bounce.as_deref().map(|bounce| word(bounce, "bounce")).transpose()?,
            provider: None,
            account: told.then(|| AccountId(self.account.clone())),
            natural_key: self.natural_key.clone(),
            subject: Subject::Delivery {
                campaign: CampaignId(self.campaign_id),
                number: self.number.cast_unsigned(),
            },
            message_id: None,
            occurred_at: self.occurred_at,
            verdict: word(&self.verdict, "verdict")?,
            sign: None,
            reason: self.reason.clone(),
            link: self.link.map(i16::cast_unsigned),
            foreign: self.by_provider,
        })
    }
}
