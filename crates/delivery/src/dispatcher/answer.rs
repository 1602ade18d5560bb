//! What a provider's answer means for the messages and for the account.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{campaign::CampaignAct, delivery::backoff, whatsapp::Cause};
use providers::{Outcome, Request, Scope};
use store::{Ended, Part, StoreError, Tx};

use super::{Caller, Load};
use crate::carrier::span;

/// The code of messages that their call had no time for.
const UNBEGUN: &str = "unbegun";

/// What an answer is to, and when it came.
pub(super) struct Answer<'a> {
    pub(super) load: &'a Load,
    pub(super) call: &'a Request,
    pub(super) now: DateTime<Utc>,
    /// A number from 0 to below 1.
    pub(super) chance: f64,
}

/// What became of the members of a call, those together of which the same became.
#[derive(Debug, Default)]
pub(crate) struct Parts(pub(crate) Vec<Part>);

impl Answer<'_> {
    /// What becomes of the messages; the account is put to rest, or the campaign paused, where the answer asks for it: that counts
    /// as none of a message's tries. One message makes a provider refuse a whole call: the call is halved to find it.
    pub(super) async fn read(&self, tx: &mut Tx, outcome: Outcome) -> Result<Vec<Part>, StoreError> {
        let members = self.call.members.clone();
        if members.len() > 1 && matches!(outcome, Outcome::Refused { scope: Scope::Request, .. }) {
            return Ok(vec![Part { members: members.collect(), ended: Ended::Halved }]);
        }
        let begun = outcome.begun(members.len());
        let outcomes = outcome.each(members.len());
        self.pause(tx, &outcomes).await?;
        let rested_until = self.rest(tx, &outcomes).await?;
        let left = members.start + begun;
        let mut parts = Parts::default();
        for (member, outcome) in members.zip(outcomes) {
            let ended =
                if member < left { self.ended(member, outcome, rested_until) } else { Ended::Unbegun };
            parts.add(member, ended);
        }
        Ok(parts.0)
    }

    /// Pauses the campaign whose message or sender is refused, whoever it is for: a person mends that, and nobody is lost meanwhile.
    async fn pause(&self, tx: &mut Tx, outcomes: &[Outcome]) -> Result<(), StoreError> {
        let refused = outcomes.iter().find_map(|outcome| match outcome {
            Outcome::Refused { code, detail, scope: Scope::Campaign } => Some((code, detail)),
            _ => None,
        });
        let Some((code, detail)) = refused else { return Ok(()) };
        let campaign = self.load.hold.campaign;
        tracing::error!(%campaign, code, detail, "a campaign waits for a person");
        tx.campaigns().act(campaign, CampaignAct::Pause, Some(code), self.now).await.map(drop)
    }

    /// Puts the account to rest; tells until when its messages wait.
    async fn rest(&self, tx: &mut Tx, outcomes: &[Outcome]) -> Result<DateTime<Utc>, StoreError> {
        let caller = Caller { hold: &self.load.hold, now: self.now, chance: self.chance };
        let until = caller.rest(tx, outcomes).await?;
        if until.is_none() {
            caller.doubt(tx, outcomes).await?;
        }
        Ok(until.unwrap_or(self.now))
    }

    fn ended(&self, member: usize, outcome: Outcome, rested_until: DateTime<Utc>) -> Ended {
        match outcome {
            Outcome::Accepted { message_ids } => Ended::Accepted(message_ids),
            Outcome::Held { message_ids } => Ended::Held(message_ids),
            Outcome::Retry { code, scope: Scope::Account | Scope::Campaign, .. }
            | Outcome::Refused { code, scope: Scope::Account | Scope::Campaign, .. } => {
                Ended::Again { at: rested_until, counts: false, code }
            }
            Outcome::Retry { after, code, scope: Scope::Request | Scope::Address, .. } => {
                let at = self.now + self.wait(member, after.map(span), &code);
                Ended::Again { at, counts: true, code }
            }
            Outcome::Refused { code, scope: Scope::Request, .. } if self.falls_back(member, &code) => {
                Ended::Again { at: self.now, counts: true, code }
            }
            Outcome::Refused { code, scope: Scope::Request, .. } => Ended::Refused(code),
            Outcome::Refused { detail, scope: Scope::Address, .. } => Ended::Bounced(detail),
            // Others after it were begun: it waits for another batch.
            Outcome::Unbegun => Ended::Again { at: self.now, counts: false, code: UNBEGUN.to_owned() },
            Outcome::InDoubt { why } => Ended::InDoubt(why),
            Outcome::Each(_) => Ended::InDoubt("an answer within an answer".into()),
        }
    }

    fn wait(&self, member: usize, asked: Option<TimeDelta>, code: &str) -> TimeDelta {
        let failures = self.load.failures(member);
        match Cause::told(code) {
            Some(cause) => cause.wait(failures, asked, self.chance),
            None => backoff(failures, asked, self.chance),
        }
    }

    /// Whether the member was to get free text and its window is closed: it gets the template. Once only, for a template is no free text.
    fn falls_back(&self, member: usize, code: &str) -> bool {
        Cause::told(code) == Some(Cause::WindowClosed) && self.load.is_free_text(member)
    }
}

impl Parts {
    /// Puts a member with those of which the same became. All doubts of a call are one; the first says why.
    pub(crate) fn add(&mut self, member: usize, ended: Ended) {
        let alike = self.0.iter_mut().find(|part| match (&part.ended, &ended) {
            (Ended::Accepted(_), Ended::Accepted(_))
            | (Ended::Held(_), Ended::Held(_))
            | (Ended::InDoubt(_), Ended::InDoubt(_)) => true,
            (one, other) => one == other,
        });
        let Some(part) = alike else { return self.0.push(Part { members: vec![member], ended }) };
        part.members.push(member);
        match (&mut part.ended, ended) {
            (Ended::Accepted(ids), Ended::Accepted(more)) | (Ended::Held(ids), Ended::Held(more)) => {
                ids.extend(more);
            }
            _ => {}
        }
    }
}
