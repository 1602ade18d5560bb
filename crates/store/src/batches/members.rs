//! The members of a batch, and what is known of them now.

use std::collections::BTreeMap;

use domain::{
    audience::ExclusionReason,
    delivery::{DeliveryState, Mark, Marks},
};
use serde_json::Value;
use sqlx::types::Uuid;

use super::{Batches, Hold, number};
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
    is_suspect: bool,
}

impl Batches<'_> {
    /// The members that have not left, in the order of the batch. Those of whom something has changed since they were planned are
    /// asked again: may they be written to, and tracked?
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn members(&mut self, hold: &Hold) -> Result<Vec<Member>> {
        let rows = self.read_members(hold, true).await?;
        let suspects: Vec<_> = rows.iter().filter(|row| row.is_suspect).map(|row| row.number).collect();
        let found = self.ask_again(hold, &suspects).await?;
        let member = |row: Row| {
            let asked = found.get(&row.number);
            let mut member = member(row)?;
            if let Some(asked) = asked {
                member.refused = asked.refused;
                member.opens_tracked &= asked.opens_granted;
                member.clicks_tracked &= asked.clicks_granted;
            }
            Ok(member)
        };
        rows.into_iter().map(member).collect()
    }

    /// The members as they were meant to be sent, tracking included, whatever became of them: what repeats a call must repeat it
    /// whole. Each is asked again all the same whether it may be written to.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn intended(&mut self, hold: &Hold) -> Result<Vec<Member>> {
        let rows = self.read_members(hold, false).await?;
        let numbers: Vec<_> = rows.iter().map(|row| row.number).collect();
        let found = self.ask_again(hold, &numbers).await?;
        let member = |row: Row| {
            let refused = found.get(&row.number).and_then(|asked| asked.refused);
            Ok(Member { refused, ..member(row)? })
        };
        rows.into_iter().map(member).collect()
    }

    async fn read_members(&mut self, hold: &Hold, waiting: bool) -> Result<Vec<Row>> {
        let members = sqlx::query_scalar!(
            "select members from marketing_batches where campaign_id = $1 and no = $2",
            hold.campaign.0,
            hold.no
        );
        let members = members.fetch_optional(&mut *self.conn).await?.unwrap_or_default();
        let mut rows: BTreeMap<_, _> =
            self.read(hold, &members, waiting).await?.into_iter().map(|row| (row.number, row)).collect();
        Ok(members.iter().filter_map(|number| rows.remove(number)).collect())
    }

    /// In any order. Suspects are those of whom something was noted since the audience was frozen; everybody, where nobody knows
    /// since when.
    async fn read(&mut self, hold: &Hold, members: &[i32], waiting: bool) -> Result<Vec<Row>> {
        let runs = Runs::of(members);
        let rows = sqlx::query_as!(
            Row,
            r#"with frozen as (
                   select asked_in, asked_of is not distinct from marketing_server() and asked_of is not null as is_known
                   from marketing_campaign_contents where campaign_id = $1),
               losses as materialized (
                   select l.who from frozen f join marketing_permission_losses l on l.changed_in >= f.asked_in where f.is_known),
               doubt as materialized (
                   select exists (select from losses) as of_some,
                          not coalesce((select is_known from frozen), false)
                          or exists (select from losses where who is null) as of_all)
               select d.number, d.person_id as person, d.address, d.name, d.variables, t.marks, t.attempts,
                      (select marketing_horizon()) as "horizon!",
                      ((select of_all from doubt)
                       or (select of_some from doubt)
                          and (marketing_who(d.address) in (select who from losses where who is not null)
                               or marketing_who(d.person_id::text) in (select who from losses where who is not null)))
                          as "is_suspect!"
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
        horizon: row.horizon,
    })
}
