//! The members of a batch, and what is known of them now.

use domain::{
    Channel,
    audience::ExclusionReason,
    consent::{Answer, ConsentPolicy, Kinds, LedgerState, decide},
    delivery::{DeliveryState, Mark},
};
use serde_json::Value;

use super::{Batches, Hold, number};
use crate::{Result, Settings, campaigns::word};

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
    /// Whether opens may be told to be this person's: granted when planned, and ever since; from its call on, as it was then.
    pub opens_tracked: bool,
    /// The same for clicks.
    pub clicks_tracked: bool,
    /// How often it was refused for a time before.
    pub attempts: i16,
    /// Why it may not be sent any more: the ledger, the rules or the suppressions say no since it was planned.
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
    kinds: Option<i16>,
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

    /// The members as they were meant to be sent, tracking included, whatever became of them: what repeats a call must repeat it
    /// whole. Each is asked again all the same whether it may be written to.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn intended(&mut self, hold: &Hold) -> Result<Vec<Member>> {
        self.read_members(hold, false).await
    }

    /// Primary keys all the way: what the ledger, the directory and the suppressions say now is as cheap to ask as what changed.
    async fn read_members(&mut self, hold: &Hold, waiting: bool) -> Result<Vec<Member>> {
        let policy = Settings { conn: &mut *self.conn }.consent_policy().await?;
        let rows = sqlx::query_as!(
            Row,
            r#"select d.number, d.channel, d.address, d.name, d.variables,
                      t.marks & $5 <> 0 and (not $3 or coalesce(o.decision = 'granted', false)) as "opens_tracked!",
                      t.marks & $6 <> 0 and (not $3 or coalesce(l.decision = 'granted', false)) as "clicks_tracked!",
                      m.decision as "decision?", p.kinds as "kinds?", s.address is not null as "suppressed!", t.attempts
               from marketing_batches b
               cross join unnest(b.members) with ordinality as n (number, place)
               join marketing_deliveries d on d.campaign_id = $1 and d.number = n.number
               join marketing_delivery_state t on t.campaign_id = $1 and t.number = n.number
               left join marketing_people p on p.id = d.person_id
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
            DeliveryState::Submitting.rank(),
            Mark::OpensTracked.bit(),
            Mark::ClicksTracked.bit()
        )
        .fetch_all(&mut *self.conn)
        .await?;
        rows.into_iter().map(|row| member(row, &policy)).collect()
    }
}

fn member(row: Row, policy: &ConsentPolicy) -> Result<Member> {
    let Row { decision, kinds, suppressed, .. } = &row;
    let refused = refusal(policy, &row.channel, decision.as_deref(), *kinds, *suppressed)?;
    Ok(Member {
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

/// What is known of a member at the moment at which its call begins.
pub(super) struct Asked {
    pub(super) channel: String,
    pub(super) decision: Option<String>,
    pub(super) kinds: Option<i16>,
    pub(super) suppressed: bool,
    pub(super) tracked_as_granted: bool,
}

impl Asked {
    /// Whether the message may leave as it was written.
    pub(super) fn may_leave(&self, policy: &ConsentPolicy) -> Result<bool> {
        let Self { channel, decision, kinds, suppressed, tracked_as_granted } = self;
        Ok(*tracked_as_granted
            && refusal(policy, channel, decision.as_deref(), *kinds, *suppressed)?.is_none())
    }
}

/// The decision of the domain, by the rules of now and what the person is now. Somebody who is in no source any more is nothing.
fn refusal(
    policy: &ConsentPolicy,
    channel: &str,
    decision: Option<&str>,
    kinds: Option<i16>,
    suppressed: bool,
) -> Result<Option<ExclusionReason>> {
    if suppressed {
        return Ok(Some(ExclusionReason::Suppressed));
    }
    let decided = decision.map(|decision| word(decision, "decision")).transpose()?;
    let ledger = decided.unwrap_or(LedgerState::Unknown);
    let channel: Channel = word(channel, "channel")?;
    let answer = decide(policy, channel, ledger, Kinds(kinds.unwrap_or_default()));
    Ok((answer == Answer::No).then_some(ExclusionReason::NoConsent))
}
