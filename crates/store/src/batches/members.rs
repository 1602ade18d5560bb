//! The members of a batch, and what is known of them now.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    audience::ExclusionReason,
    delivery::{DeliveryState, Mark, Marks},
};
use serde_json::Value;
use sqlx::types::Uuid;

use super::{Batches, Hold, begin::numbers, number};
use crate::{Result, runs::Runs};

/// One message to be sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Its number in the campaign.
    pub number: u32,
    /// Whom it is for.
    pub person: Uuid,
    /// The address.
    pub address: String,
    /// The name, as it was when planned; empty where there was none.
    pub name: String,
    /// What templates may name.
    pub variables: Value,
    /// Whether opens may be told to be this person's: granted when planned, and ever since; from its call on, as it was then.
    pub opens_tracked: bool,
    /// The same for clicks.
    pub clicks_tracked: bool,
    /// How often it was refused for a time before.
    pub attempts: i16,
    /// Why it may not be sent any more: the ledger, the rules or the suppressions say no since it was planned.
    pub refused: Option<ExclusionReason>,
    /// Until when Meta delivers nothing to them (UTC): it is not sent now, but then.
    pub capped_until: Option<DateTime<Utc>>,
    /// From where on the ledger, the directory, the suppressions and the rules are still to be asked about it.
    pub horizon: i64,
}

struct Row {
    number: i32,
    person: Uuid,
    address: String,
    name: String,
    variables: Value,
    marks: i32,
    attempts: i16,
    horizon: i64,
}

impl Batches<'_> {
    /// The members that have not left, in the order of the batch. Those of whom something has changed since they were planned are
    /// asked again: may they be written to, and tracked?
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn members(&mut self, hold: &Hold, now: DateTime<Utc>) -> Result<Vec<Member>> {
        let mut members = self.read_members(hold, true).await?;
        let frozen = self.frozen(hold).await?;
        let suspects = self.suspects(&members, frozen).await?;
        let asked = self.ask_again(hold, &suspects, now).await?;
        for member in &mut members {
            if let Some(asked) = asked.get(&member.number.cast_signed()) {
                (member.refused, member.capped_until) = (asked.refused, asked.capped_until);
                member.opens_tracked &= asked.opens_granted;
                member.clicks_tracked &= asked.clicks_granted;
            }
        }
        Ok(members)
    }

    /// The members as they were meant to be sent, tracking included, whatever became of them: what repeats a call must repeat it
    /// whole. Each is asked again all the same whether it may be written to.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn intended(&mut self, hold: &Hold, now: DateTime<Utc>) -> Result<Vec<Member>> {
        let mut members = self.read_members(hold, false).await?;
        let asked = self.ask_again(hold, &numbers(&members), now).await?;
        for member in &mut members {
            if let Some(asked) = asked.get(&member.number.cast_signed()) {
                (member.refused, member.capped_until) = (asked.refused, asked.capped_until);
            }
        }
        Ok(members)
    }

    /// From where on something may have changed since the audience was frozen; none where nobody knows: the database was restored on
    /// another server, or the campaign is older than such notes.
    async fn frozen(&mut self, hold: &Hold) -> Result<Option<i64>> {
        let frozen = sqlx::query_scalar!(
            "select asked_in from marketing_campaign_contents where campaign_id = $1 and asked_of = marketing_server()",
            hold.campaign.0
        );
        Ok(frozen.fetch_optional(&mut *self.conn).await?.flatten())
    }

    async fn read_members(&mut self, hold: &Hold, waiting: bool) -> Result<Vec<Member>> {
        let members = sqlx::query_scalar!(
            "select members from marketing_batches where campaign_id = $1 and no = $2",
            hold.campaign.0,
            hold.no
        );
        let members = members.fetch_optional(&mut *self.conn).await?.unwrap_or_default();
        let mut rows: BTreeMap<_, _> =
            self.read(hold, &members, waiting).await?.into_iter().map(|row| (row.number, row)).collect();
        members.iter().filter_map(|number| rows.remove(number)).map(member).collect()
    }

    /// In any order.
    async fn read(&mut self, hold: &Hold, members: &[i32], waiting: bool) -> Result<Vec<Row>> {
        let runs = Runs::of(members);
        let rows = sqlx::query_as!(
            Row,
            r#"select d.number, d.person_id as person, d.address, d.name, d.variables, t.marks, t.attempts,
                      (select marketing_horizon()) as "horizon!"
               from unnest($3::integer[], $4::integer[]) as r (first, last)
               join marketing_delivery_state t on t.campaign_id = $1 and t.number between r.first and r.last
               join marketing_deliveries d on d.campaign_id = $1 and d.number = t.number
               where not $5 or t.batch = $2 and t.rank < $6"#,
            hold.campaign.0,
            hold.no,
            &runs.first,
            &runs.last,
            waiting,
            DeliveryState::Submitting.rank()
        );
        Ok(rows.fetch_all(&mut *self.conn).await?)
    }
}

fn member(row: Row) -> Result<Member> {
    let marks = Marks(row.marks);
    Ok(Member {
        number: number(row.number)?,
        person: row.person,
        address: row.address,
        name: row.name,
        variables: row.variables,
        opens_tracked: marks.has(Mark::OpensTracked),
        clicks_tracked: marks.has(Mark::ClicksTracked),
        attempts: row.attempts,
        refused: None,
        capped_until: None,
        horizon: row.horizon,
    })
}
