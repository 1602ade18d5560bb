//! The members of a batch, and what is known of them now.

use domain::{
    Channel,
    audience::ExclusionReason,
    consent::{Answer, ConsentPolicy, Kinds, LedgerState, decide},
    delivery::DeliveryState,
};
use serde_json::Value;

use super::{Batches, Hold, number};
use crate::{Result, campaigns::word};

/// One message to be sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Its number in the campaign.
    pub number: u32,
    /// The address.
    pub address: String,
    /// The name, as it was when planned; empty where there was none.
    pub name: String,
    /// What templates may name.
    pub variables: Value,
    /// Whether opens may be told to be this person's: granted when planned, and still.
    pub opens_tracked: bool,
    /// The same for clicks.
    pub clicks_tracked: bool,
    /// How often it was refused for a time before.
    pub attempts: i16,
    /// Why it may not be sent any more: the ledger or the suppressions say no since it was planned.
    pub refused: Option<ExclusionReason>,
}

struct Row {
    number: i32,
    channel: String,
    address: String,
    name: String,
    variables: Value,
    opens_tracked: bool,
    clicks_tracked: bool,
    decision: Option<String>,
    suppressed: bool,
    attempts: i16,
}

impl Batches<'_> {
    /// The members that have not left, in the order of the batch, each asked again: may it be written to?
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn members(&mut self, hold: &Hold) -> Result<Vec<Member>> {
        self.read_members(hold, true).await
    }

    /// The members as they were meant to be sent, whatever became of them: what repeats a call must repeat it whole.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn intended(&mut self, hold: &Hold) -> Result<Vec<Member>> {
        self.read_members(hold, false).await
    }

    /// Primary keys all the way: what the ledger and the suppressions say now is as cheap to ask as what changed.
    async fn read_members(&mut self, hold: &Hold, waiting: bool) -> Result<Vec<Member>> {
        let rows = sqlx::query_as!(
            Row,
            r#"select d.number, d.channel, d.address, d.name, d.variables,
                      d.opens_tracked and coalesce(o.decision = 'granted', false) as "opens_tracked!",
                      d.clicks_tracked and coalesce(l.decision = 'granted', false) as "clicks_tracked!",
                      m.decision as "decision?", s.address is not null as "suppressed!", t.attempts
               from marketing_batches b
               cross join unnest(b.members) with ordinality as n (number, place)
               join marketing_deliveries d on d.campaign_id = $1 and d.number = n.number
               join marketing_delivery_state t on t.campaign_id = $1 and t.number = n.number
               left join marketing_consents m
                   on m.address = d.address and m.channel = d.channel and m.purpose = 'marketing'
               left join marketing_consents o
                   on o.address = d.address and o.channel = d.channel and o.purpose = 'open_tracking'
               left join marketing_consents l
                   on l.address = d.address and l.channel = d.channel and l.purpose = 'click_tracking'
               left join marketing_suppressions s on s.address = d.address and s.channel = d.channel
               where b.campaign_id = $1 and b.no = $2 and (not $3 or t.batch = b.no and t.rank < $4)
               order by n.place"#,
            hold.campaign.0,
            hold.no,
            waiting,
            DeliveryState::Submitting.rank()
        )
        .fetch_all(&mut *self.conn)
        .await?;
        rows.into_iter().map(Member::try_from).collect()
    }
}

impl TryFrom<Row> for Member {
    type Error = crate::StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let refused = refusal(&row)?;
        Ok(Self {
            number: number(row.number)?,
            address: row.address,
            name: row.name,
            variables: row.variables,
            opens_tracked: row.opens_tracked,
            clicks_tracked: row.clicks_tracked,
            attempts: row.attempts,
            refused,
        })
    }
}

/// The decision of the domain. Where the ledger says nothing the ground of the plan still holds: silence has not changed.
fn refusal(row: &Row) -> Result<Option<ExclusionReason>> {
    if row.suppressed {
        return Ok(Some(ExclusionReason::Suppressed));
    }
    let Some(decision) = &row.decision else { return Ok(None) };
    let ledger: LedgerState = word(decision, "decision")?;
    let channel: Channel = word(&row.channel, "channel")?;
    let answer = decide(&ConsentPolicy::default(), channel, ledger, Kinds::default());
    Ok((answer == Answer::No).then_some(ExclusionReason::NoConsent))
}
