//! Recording how a call ended, for each of its members.

use chrono::{DateTime, Utc};
use domain::{
    delivery::{Contribution, DeliveryState, Mark},
    whatsapp::{Cause, tries_max},
};

use super::{
    Batches, Hold,
    door::{proven, turned_away},
};
use crate::{
    Conversations, Events, Result,
    standings::{Said, raise, raise_submitting},
};

/// The code of messages that wait for another try because nobody could tell whether they were taken.
const IN_DOUBT: &str = "in_doubt";

/// Deliveries that ended alike, and the provider's code.
type Ending<'c> = (Vec<i32>, DeliveryState, Option<&'c String>);

/// What became of some members of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Which members of the batch, by index.
    pub members: Vec<usize>,
    /// What became of each of them.
    pub ended: Ended,
}

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// The provider took every member, under these ids where it told them.
    Accepted(Vec<Option<String>>),
    /// The provider took every member, and holds them back.
    Held(Vec<Option<String>>),
    /// It took none; they wait until then, outside of any batch. A no about the messages counts as one of their tries.
    Again {
        /// Until when.
        at: DateTime<Utc>,
        /// Whether it counts.
        counts: bool,
        /// The provider's code.
        code: String,
    },
    /// It will never take them.
    Refused(String),
    /// Nobody is at the address, in these words: it bounced hard.
    Bounced(String),
    /// One of them makes it refuse all: they are in the batch again, and further calls carry fewer of them. Only of a whole call.
    Halved,
    /// They were not begun: they are in the batch again, and further calls carry them. Only of the last members of a call.
    Unbegun,
    /// Nobody can tell.
    InDoubt(String),
}

impl Part {
    /// How many messages were taken.
    pub(super) fn accepted(parts: &[Self]) -> usize {
        let accepted = parts.iter().filter(|part| matches!(part.ended, Ended::Accepted(_) | Ended::Held(_)));
        accepted.map(|part| part.members.len()).sum()
    }

    /// The numbers of its deliveries.
    pub(super) fn numbers(&self, members: &[i32]) -> Vec<i32> {
        self.members.iter().filter_map(|index| members.get(*index).copied()).collect()
    }
}

impl Batches<'_> {
    /// Records every part; all that has ended is counted in one go. Where the campaign does not go on, what was to wait is called
    /// off.
    pub(super) async fn record(
        &mut self,
        hold: &Hold,
        members: &[i32],
        parts: &[Part],
        goes_on: bool,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let mut ended: Vec<Ending<'_>> = Vec::new();
        for part in parts {
            let numbers = part.numbers(members);
            match &part.ended {
                Ended::Accepted(_) => {
                    let accepted = Contribution::ours(DeliveryState::Accepted, None);
                    let left = raise_submitting(self.conn, hold.campaign.0, numbers, &accepted, now).await?;
                    ended.push((left, DeliveryState::Accepted, None));
                }
                Ended::Held(_) => ended.push((numbers, DeliveryState::Held, None)),
                Ended::Refused(code) => {
                    let refused = (numbers, DeliveryState::Refused, Some(code));
                    ended.extend(self.doubt_apart(hold, refused).await?);
                }
                Ended::Again { .. } | Ended::Halved | Ended::Unbegun if !goes_on => {
                    ended.push((numbers, DeliveryState::Cancelled, None));
                }
                Ended::Again { counts: true, code, .. } => {
                    let spent = self.out_of_tries(hold, &numbers, code).await?;
                    ended.extend(self.doubt_apart(hold, (spent, DeliveryState::Failed, Some(code))).await?);
                }
                Ended::Halved | Ended::Unbegun => self.put_back(hold, &numbers).await?,
                Ended::Again { .. } | Ended::InDoubt(_) | Ended::Bounced(_) => {}
            }
        }
        let turned_away = turned_away(hold, members, parts, now);
        let said = ended.iter().flat_map(|(numbers, state, code)| said(hold, numbers, *state, *code, now));
        raise(self.conn, said.chain(turned_away.iter().map(|new| proven(new, now))).collect(), now).await?;
        if !turned_away.is_empty() {
            Events { conn: &mut *self.conn }.add(&turned_away, now).await?;
        }
        for part in parts {
            match &part.ended {
                Ended::Accepted(ids) | Ended::Held(ids) => {
                    self.keep_ids(hold, &part.numbers(members), ids).await?
                }
                Ended::Again { .. } => self.again(hold, &part.numbers(members), &part.ended, now).await?,
                _ => {}
            }
        }
        Ok(())
    }

    /// A no to this try says nothing of an earlier one of which nobody could tell: whoever may have got that is unknown, and a person
    /// decides. Where the no is about the person, as an opt-out, its event has the last word all the same.
    async fn doubt_apart<'c>(&mut self, hold: &Hold, ending: Ending<'c>) -> Result<Vec<Ending<'c>>> {
        let (numbers, state, code) = ending;
        if numbers.is_empty() {
            return Ok(Vec::new());
        }
        let doubted = self.doubted(hold, &numbers).await?;
        let sure = numbers.into_iter().filter(|number| !doubted.contains(number)).collect();
        Ok(vec![(sure, state, code), (doubted, DeliveryState::Unknown, code)])
    }

    /// Those of whom an earlier try may have arrived.
    pub(super) async fn doubted(&mut self, hold: &Hold, numbers: &[i32]) -> Result<Vec<i32>> {
        if numbers.is_empty() {
            return Ok(Vec::new());
        }
        let doubted = sqlx::query_scalar!(
            "select number from marketing_delivery_state where campaign_id = $1 and number = any($2) and marks & $3 <> 0",
            hold.campaign.0,
            numbers,
            Mark::Doubted.bit()
        );
        Ok(doubted.fetch_all(&mut *self.conn).await?)
    }

    /// Those whose next try would have been one too many.
    async fn out_of_tries(&mut self, hold: &Hold, members: &[i32], code: &str) -> Result<Vec<i32>> {
        let spent = sqlx::query_scalar!(
            "select number from marketing_delivery_state
             where campaign_id = $1 and number = any($2) and attempts + 1 >= $3 and batch = $4 and rank = $5",
            hold.campaign.0,
            members,
            i32::from(tries_max(code)),
            hold.no,
            DeliveryState::Submitting.rank()
        );
        Ok(spent.fetch_all(&mut *self.conn).await?)
    }

    /// Those that have not ended wait for another batch. That some were not begun may have been told before: they are in their batch.
    async fn again(&mut self, hold: &Hold, members: &[i32], ended: &Ended, now: DateTime<Utc>) -> Result<()> {
        let Ended::Again { at, counts, code } = ended else { return Ok(()) };
        sqlx::query!(
            "update marketing_delivery_state
             set rank = $3, batch = null, next_at = $4, attempts = attempts + $5::boolean::integer, code = $6, changed_at = $7
             where campaign_id = $1 and number = any($2) and rank <= $8 and batch = $9",
            hold.campaign.0,
            members,
            DeliveryState::Planned.rank(),
            at,
            counts,
            code,
            now,
            DeliveryState::Submitting.rank(),
            hold.no
        )
        .execute(&mut *self.conn)
        .await?;
        if Cause::told(code) == Some(Cause::WindowClosed) {
            self.close_windows(hold, members, now).await?;
        }
        Ok(())
    }

    /// Their windows are closed, whatever was thought: only a template may be said to them from here on.
    async fn close_windows(&mut self, hold: &Hold, members: &[i32], now: DateTime<Utc>) -> Result<()> {
        let addresses = sqlx::query_scalar!(
            "select address from marketing_deliveries where campaign_id = $1 and number = any($2) order by address",
            hold.campaign.0,
            members
        );
        for address in addresses.fetch_all(&mut *self.conn).await? {
            let mut conversations = Conversations { conn: &mut *self.conn };
            conversations.close_window(&hold.account, &address, now).await?;
        }
        Ok(())
    }

    /// Those of which nobody could tell have another try. Those whose tries are used up are unknown and stay so: any of their tries may
    /// have arrived, by whichever account it left, so that no silence about the last one says that nobody got it.
    pub(super) async fn retry(&mut self, hold: &Hold, members: &[i32], now: DateTime<Utc>) -> Result<()> {
        let again = Ended::Again { at: now, counts: true, code: IN_DOUBT.to_owned() };
        let spent = self.out_of_tries(hold, members, IN_DOUBT).await?;
        self.end(hold, &spent, DeliveryState::Unknown, None, now).await?;
        self.remember_doubt(hold, members).await?;
        self.again(hold, members, &again, now).await
    }

    async fn remember_doubt(&mut self, hold: &Hold, members: &[i32]) -> Result<()> {
        sqlx::query!(
            "update marketing_delivery_state set marks = marks | $3
             where campaign_id = $1 and number = any($2) and batch = $4 and rank = $5",
            hold.campaign.0,
            members,
            Mark::Doubted.bit(),
            hold.no,
            DeliveryState::Submitting.rank()
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    async fn keep_ids(&mut self, hold: &Hold, members: &[i32], ids: &[Option<String>]) -> Result<()> {
        let known = members.iter().zip(ids).filter_map(|(number, id)| Some((*number, id.clone()?)));
        let (numbers, ids): (Vec<_>, Vec<_>) = known.unzip();
        if ids.is_empty() {
            return Ok(());
        }
        sqlx::query!(
            "insert into marketing_message_ids (account, message_id, campaign_id, number)
             select $1, id, $2, number from unnest($3::text[], $4::integer[]) as k (id, number) on conflict do nothing",
            hold.account.0,
            hold.campaign.0,
            &ids,
            &numbers
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    pub(super) async fn end(
        &mut self,
        hold: &Hold,
        members: &[i32],
        state: DeliveryState,
        code: Option<&String>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        raise(self.conn, said(hold, members, state, code, now).collect(), now).await
    }

    /// The account's row comes last: every worker of the account writes it.
    pub(super) async fn took(&mut self, hold: &Hold, parts: &[Part], now: DateTime<Utc>) -> Result<()> {
        if Part::accepted(parts) == 0 {
            return Ok(());
        }
        self.accounts().took(&hold.account, now).await
    }
}

fn said(
    hold: &Hold,
    members: &[i32],
    state: DeliveryState,
    code: Option<&String>,
    now: DateTime<Utc>,
) -> impl Iterator<Item = Said> {
    members.iter().map(move |number| Said {
        key: (hold.campaign.0, *number),
        contribution: Contribution::ours(state, code.cloned()),
        at: now,
    })
}
