//! Carries one batch at a time to its provider: claim, prepare, intend, send, record. Each is committed before the next begins;
//! the steps are public, so that a test can stop at any of them as a killed process would.

mod answer;
mod letters;
mod prepare;

use std::{collections::VecDeque, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use domain::campaign::CampaignAct;
use providers::{Outcome, Request};
use store::{Change, Ended, Hold, Intent, Sent, StoreError, signal::channel};

pub(crate) use letters::{Letter, Letters};
pub use prepare::Load;

use crate::{
    Carrier, Stage, Step,
    carrier::{LEASE, Watch},
};

/// How long a claim holds before anything is meant to be sent.
const CLAIM: TimeDelta = TimeDelta::seconds(60);
/// Messages that were to wait go ahead of fresh ones when they are this late.
const LATE: TimeDelta = TimeDelta::seconds(60);

/// The stage that sends.
#[derive(Debug, Clone)]
pub struct Dispatcher {
    carrier: Carrier,
    letters: Letters,
    size: i64,
}

impl Dispatcher {
    /// A dispatcher; `size` is how many messages a batch takes of those that were to wait.
    #[must_use]
    pub fn new(carrier: Carrier, size: usize) -> Self {
        let size = i64::try_from(size).unwrap_or(i64::MAX);
        Self { carrier, letters: Letters::default(), size }
    }

    /// Claims a batch. Nothing is sent of one that is only claimed: whoever comes after the lease takes it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn claim(&self, now: DateTime<Utc>) -> Result<Option<Hold>, StoreError> {
        let mut tx = self.carrier.store.begin().await?;
        tx.batches().form(now - LATE, self.size).await?;
        let hold = tx.batches().claim(now, CLAIM).await?;
        tx.commit().await?;
        Ok(hold)
    }

    /// Writes a batch's messages, for those that may still be written to. None where it cannot be sent at all; why is recorded.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn prepare(&self, hold: &Hold, now: DateTime<Utc>) -> Result<Option<Load>, StoreError> {
        let mut tx = self.carrier.store.begin().await?;
        let Some(connection) = self.carrier.accounts.get(&hold.account) else {
            tx.accounts().stop(&hold.account, "not_configured", now).await?;
            tx.commit().await?;
            return Ok(None);
        };
        let Some(letter) = self.letters.of(&mut tx, hold.campaign, &**connection).await? else {
            if tx.batches().is_claimed(hold).await? {
                tx.campaigns().act(hold.campaign, CampaignAct::Fail, Some("content.template"), now).await?;
            }
            tx.commit().await?;
            return Ok(None);
        };
        let members = tx.batches().members(hold).await?;
        tx.rollback().await?;
        let key = (self.carrier.ids)();
        Ok(Some(Load::write(hold, key, &letter, members, connection, &self.carrier.urls)))
    }

    /// Commits the intent. False where the batch is not ours any more, its campaign may not send, or somebody has decided
    /// something since the messages were written: then nothing may be sent, and whoever comes after the claim writes them anew.
    ///
    /// # Errors
    /// [`StoreError`]: then nothing may be sent.
    pub async fn intend(&self, load: &Load, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let calls: Vec<_> = load.calls.iter().map(|call| (call.members.start, call.members.end)).collect();
        let intent = Intent {
            key: load.batch.key,
            kept: &load.kept,
            dropped: &load.dropped,
            failed: &load.failed,
            calls: &calls,
        };
        let mut tx = self.carrier.store.begin().await?;
        let ours = tx.batches().intend(&load.hold, intent, now, LEASE).await?;
        if ours {
            tx.commit().await?
        } else {
            tx.rollback().await?
        }
        Ok(ours)
    }

    /// Makes one call.
    pub async fn send(&self, load: &Load, call: &Request) -> Outcome {
        load.connection.send(&load.batch, call).await
    }

    /// Records how a call ended. Tells the calls that take its place, if it is halved; none where the batch is not ours any
    /// more.
    ///
    /// # Errors
    /// [`StoreError`]: then the call is in doubt, and found so when the lease ends.
    pub async fn record(
        &self,
        load: &Load,
        call: &Request,
        outcome: Outcome,
        now: DateTime<Utc>,
    ) -> Result<Option<Vec<Request>>, StoreError> {
        let halves = call.halves(&load.batch);
        let mut tx = self.carrier.store.begin().await?;
        let failures = load.failures(call);
        let answer = answer::Answer { account: &load.hold.account, failures, halves: halves.as_ref() };
        let ended = answer.read(&mut tx, outcome, now, (self.carrier.chance)()).await?;
        let sent = Sent { hold: load.hold.clone(), members: call.members.clone() };
        let ours = tx.batches().record(&sent, &ended, now, LEASE).await?;
        tx.commit().await?;
        let more = halves.filter(|_| matches!(ended, Ended::Halved(_)));
        Ok(ours.then(|| more.map(Vec::from).unwrap_or_default()))
    }

    /// Whether a further call is not to be made after all: then its messages leave the batch, and wait or are called off.
    async fn withhold(&self, load: &Load, call: &Request, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let sent = Sent { hold: load.hold.clone(), members: call.members.clone() };
        let mut tx = self.carrier.store.begin().await?;
        let withheld = !tx.batches().may_send(&sent, now).await?;
        if withheld {
            tx.batches().record(&sent, &Ended::Unsent, now, LEASE).await?;
        }
        tx.commit().await?;
        Ok(withheld)
    }

    /// Sends what was meant to be sent, call by call. Once the account rests, the other calls are not made. The intent is as
    /// fresh as the first call; before each further one it is asked whether it may still be made.
    async fn deliver(&self, load: &Load, watch: Watch) -> Result<(), StoreError> {
        let mut calls = VecDeque::from(load.calls.clone());
        let (mut begun, mut rest) = (false, None::<Outcome>);
        while let Some(call) = calls.pop_front() {
            if begun && rest.is_none() && self.withhold(load, &call, watch.now()).await? {
                continue;
            }
            begun = true;
            let outcome = match &rest {
                Some(outcome) => outcome.clone(),
                None => self.send(load, &call).await,
            };
            rest = rest.or_else(|| answer::of_account(&outcome).then(|| outcome.clone()));
            let Some(more) = self.record(load, &call, outcome, watch.now()).await? else { return Ok(()) };
            more.into_iter().rev().for_each(|half| calls.push_front(half));
        }
        Ok(())
    }

    /// What there is to do when no batch is due: make one of messages that have waited, and end campaigns that are through.
    async fn tidy(&self, now: DateTime<Utc>) -> Result<Step, StoreError> {
        let mut tx = self.carrier.store.begin().await?;
        let mut worked = tx.batches().form(now, self.size).await?;
        if !worked {
            for campaign in tx.batches().spent().await? {
                let ended = tx.campaigns().act(campaign, CampaignAct::Finish, None, now).await?;
                worked |= matches!(ended, Change::Done(_));
            }
        }
        tx.commit().await?;
        Ok(if worked { Step::Worked } else { Step::Idle })
    }
}

impl Stage for Dispatcher {
    const NAME: &'static str = "dispatcher";
    const REST: Duration = Duration::from_secs(2);
    const WAKES: &'static [&'static str] = &[channel::BATCHES, channel::CAMPAIGNS];

    async fn step(&self, now: DateTime<Utc>) -> Result<Step, StoreError> {
        let watch = Watch::start(now);
        let Some(hold) = self.claim(now).await? else { return self.tidy(now).await };
        let Some(load) = self.prepare(&hold, watch.now()).await? else { return Ok(Step::Worked) };
        if self.intend(&load, watch.now()).await? {
            self.deliver(&load, watch).await?;
        }
        Ok(Step::Worked)
    }
}
