//! Carries one batch at a time to its provider: claim, prepare, intend, then send and record, call by call. Each is committed
//! before the next begins, and a call is begun in the transaction that records the one before; the steps are public, so that a
//! test can stop at any of them as a killed process would.

mod account;
mod answer;
mod calls;
mod claims;
mod lanes;
mod letters;
mod pens;
mod prepare;

use std::{collections::BTreeMap, future::pending, pin::pin, time::Duration};

use chrono::{DateTime, Utc};
use domain::campaign::CampaignAct;
use providers::{Gate, Outcome, Request};
use store::{Change, Ended, Hold, Intent, Member, Next, Sent, StoreError, Turn, Tx, signal::channel};
use tokio::sync::watch;

pub(crate) use account::Caller;
pub(crate) use answer::Parts;
pub(crate) use letters::{EmailLetter, Letter, Letters};
pub(crate) use prepare::Desk;
pub use prepare::Load;

use answer::Answer;
use lanes::{Lane, Lanes};

use crate::{
    Carrier, Stage, Step,
    carrier::{LEASE, Watch, span},
    failpoint,
};

/// How long until it is looked again whether a call begins nothing more.
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// How long what is known waits that the database did not take.
const BETWEEN_TRIES: Duration = Duration::from_millis(500);

/// What follows a call.
#[derive(Debug, PartialEq, Eq)]
pub enum Recorded {
    /// This call, which is begun.
    Next(Request),
    /// Nothing: no call is left, or none may be made any more.
    Through,
    /// Nothing, and nothing was recorded: the batch is not ours any more.
    Lost,
}

/// The stage that sends.
#[derive(Debug, Clone)]
pub struct Dispatcher {
    carrier: Carrier,
    letters: Letters,
    /// All clones send from one process.
    lanes: Lanes,
    size: i64,
    stop: Option<watch::Receiver<bool>>,
}

impl Dispatcher {
    /// A dispatcher; `size` is how many messages a batch takes of those that were to wait.
    #[must_use]
    pub fn new(carrier: Carrier, size: usize) -> Self {
        let size = i64::try_from(size).unwrap_or(i64::MAX);
        Self { carrier, letters: Letters::default(), lanes: Lanes::default(), size, stop: None }
    }

    /// The same, which begins no further call once `stop` is true: the one under way is recorded, and the others of its batch
    /// wait for another process.
    #[must_use]
    pub fn until(self, stop: watch::Receiver<bool>) -> Self {
        Self { stop: Some(stop), ..self }
    }

    fn is_told_to_stop(&self) -> bool {
        self.stop.as_ref().is_some_and(|stop| *stop.borrow())
    }

    async fn told_to_stop(&self) {
        match &self.stop {
            // Whoever would have told has ended: nobody tells any more.
            Some(stop) if stop.clone().wait_for(|stop| *stop).await.is_ok() => {}
            _ => pending().await,
        }
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
        let members = tx.batches().members(hold, now).await?;
        let windows = windows(&mut tx, hold, &letter, &members).await?;
        tx.rollback().await?;
        let key = (self.carrier.ids)();
        let desk = Desk { hold, key, connection, urls: &self.carrier.urls, windows: &windows, now };
        Ok(Some(Load::write(desk, &letter, members)))
    }

    /// Commits the intent, and tells the first call, which is begun. None where nothing may be sent: the batch is not ours any
    /// more, nobody of it is left, its campaign may not send, or somebody has decided something since the messages were written;
    /// then whoever comes after the claim writes them anew.
    ///
    /// # Errors
    /// [`StoreError`]: then nothing may be sent.
    pub async fn intend(&self, load: &mut Load, now: DateTime<Utc>) -> Result<Option<Request>, StoreError> {
        let first = load.calls.next(&load.batch, self.lanes.share(&load.hold.account, 0));
        let intent = Intent {
            key: load.batch.key(),
            kept: &load.kept,
            dropped: &load.dropped,
            failed: &load.failed,
            capped: &load.capped,
            first: first.as_ref().map(|first| load.call(first)),
        };
        let clocks = self.carrier.clocks(now);
        let mut tx = self.carrier.store.begin().await?;
        if !tx.batches().intend(&load.hold, intent, &clocks, now, LEASE).await? {
            tx.rollback().await?;
            return Ok(None);
        }
        match (tx.commit().await, first) {
            (Err(error), Some(first)) if error.is_passing() => {
                tracing::warn!(batch = load.hold.no, %error, "nobody heard whether the intent was committed");
                self.take_back(load, &first, Watch::start(now)).await.map(|()| None)
            }
            (committed, first) => {
                committed?;
                failpoint::pass(failpoint::AFTER_INTENT);
                Ok(first)
            }
        }
    }

    /// Undoes an intent that was perhaps committed: nothing was sent, and nobody is to think otherwise.
    async fn take_back(&self, load: &Load, first: &Request, watch: Watch) -> Result<(), StoreError> {
        loop {
            let taken = self.try_to_take_back(load, first, watch.now()).await;
            if !is_to_wait(load, &taken).await {
                return taken;
            }
        }
    }

    async fn try_to_take_back(
        &self,
        load: &Load,
        first: &Request,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let mut tx = self.carrier.store.begin().await?;
        tx.batches().take_back(&load.hold, &first.members, now).await?;
        tx.commit().await
    }

    /// Makes one call, which is begun. Where it is one for each message, as many are begun as go within the window; what was not is
    /// told as soon as that is known, however long the others take.
    pub async fn send(&self, load: &Load, call: &Request) -> Outcome {
        let answered = match load.calls.gate(self.lanes.meter(&load.hold.account)) {
            Some(gate) => self.send_within(load, call, &gate).await,
            None => {
                failpoint::during(failpoint::INSIDE_REQUEST, load.connection.send(&load.batch, call)).await
            }
        };
        failpoint::pass(failpoint::AFTER_ANSWER);
        answered
    }

    async fn send_within(&self, load: &Load, call: &Request, gate: &Gate) -> Outcome {
        let sending = load.connection.send_within(&load.batch, call, gate);
        let mut sending = pin!(failpoint::during(failpoint::INSIDE_REQUEST, sending));
        tokio::select! {
            biased;
            outcome = &mut sending => return outcome,
            () = closed(gate) => {}
        }
        tokio::join!(sending, self.tell_unbegun(load, call, gate)).0
    }

    /// Tells that of a call no more is begun than was, so that whoever dies now leaves no more in doubt. What keeps it from being told
    /// is no harm: it is told again with the record.
    async fn tell_unbegun(&self, load: &Load, call: &Request, gate: &Gate) {
        let left = call.members.start + gate.let_in();
        if left < call.members.end
            && let Err(error) = self.try_to_tell_unbegun(load, call, left).await
        {
            tracing::warn!(batch = load.hold.no, %error, "what was not begun is told with the record");
        }
    }

    async fn try_to_tell_unbegun(&self, load: &Load, call: &Request, left: usize) -> Result<(), StoreError> {
        let mut tx = self.carrier.store.begin().await?;
        let sent = Sent { hold: load.hold.clone(), members: call.members.clone() };
        tx.batches().narrow(&sent, left, load.watch.now()).await?;
        tx.commit().await
    }

    /// Records how a call ended, and begins the next one, unless the lane is to be left to another account: then the others of its
    /// batch wait for a lane again.
    ///
    /// # Errors
    /// [`StoreError`]: then the call is in doubt, and found so when the lease ends; unless it is recorded after all.
    pub async fn record(
        &self,
        load: &mut Load,
        call: &Request,
        outcome: Outcome,
        now: DateTime<Utc>,
    ) -> Result<Recorded, StoreError> {
        let mut calls = load.calls.clone();
        let mut tx = self.carrier.store.begin().await?;
        let answer = Answer { load, call, now, chance: (self.carrier.chance)() };
        let parts = answer.read(&mut tx, outcome).await?;
        let is_halved = parts.iter().any(|part| part.ended == Ended::Halved);
        if is_halved {
            calls.halve(call, &load.batch);
        }
        if let Some(part) = parts.iter().find(|part| part.ended == Ended::Unbegun) {
            calls.left(call, part.members.first().copied().unwrap_or(call.members.start), &load.batch);
        }
        let next = calls.next(&load.batch, self.lanes.share(&load.hold.account, call.members.len()));
        let sent = Sent { hold: load.hold.clone(), members: call.members.clone() };
        // To make room is no reason to forget what halving has found so far.
        let leaves = next.is_some()
            && (self.is_told_to_stop()
                || !is_halved && self.is_to_make_room(&mut tx, &load.hold.account, now).await?);
        let follows = match &next {
            Some(_) if leaves => Next::Leave,
            Some(next) => Next::Call(load.call(next)),
            None => Next::Nothing,
        };
        let clocks = self.carrier.clocks(now);
        let turn = tx.batches().turn(&sent, &parts, follows, &clocks, now, LEASE).await?;
        failpoint::pass(failpoint::WHILE_RECORDING);
        tx.commit().await?;
        failpoint::pass(failpoint::AFTER_RECORD);
        load.calls = calls;
        Ok(match (turn, next) {
            (Turn::Begun, Some(next)) => Recorded::Next(next),
            (Turn::Lost, _) => Recorded::Lost,
            (Turn::Through | Turn::Begun, _) => Recorded::Through,
        })
    }

    /// Makes one call after the other, from the first, which is begun.
    async fn deliver(
        &self,
        load: &mut Load,
        first: Request,
        lane: &mut Lane,
        watch: Watch,
    ) -> Result<(), StoreError> {
        let mut begun = Recorded::Next(first);
        while let Recorded::Next(call) = begun {
            let from = watch.now();
            let (outcome, together) = lane.call(call.members.len(), self.send(load, &call)).await;
            let brings = load.calls.went(outcome.begun(call.members.len()), watch.now() - from, together);
            lane.brings(brings);
            begun = loop {
                let recorded = self.record(load, &call, outcome.clone(), watch.now()).await;
                if !is_to_wait(load, &recorded).await {
                    break recorded?;
                }
            };
        }
        Ok(())
    }

    /// What there is to do when no batch is due: make one of messages that have waited, and end campaigns that are through; else
    /// to rest until something is due.
    async fn tidy(&self, now: DateTime<Utc>) -> Result<Step, StoreError> {
        let mut tx = self.carrier.store.begin().await?;
        let mut worked = tx.batches().form(now, self.size).await?;
        if !worked {
            for campaign in tx.batches().spent().await? {
                if tx.batches().hold_spent(campaign).await? {
                    let ended = tx.campaigns().act(campaign, CampaignAct::Finish, None, now).await?;
                    worked |= matches!(ended, Change::Done(_));
                }
            }
        }
        let next = if worked { None } else { tx.batches().next_due(now, now + span(Self::REST)).await? };
        tx.commit().await?;
        Ok(match next {
            _ if worked => Step::Worked,
            Some(next) => Step::Until(next),
            None => Step::Idle,
        })
    }
}

/// Until when anything may be said to each of them, where the letter makes a difference of it.
async fn windows(
    tx: &mut Tx,
    hold: &Hold,
    letter: &Letter,
    members: &[Member],
) -> Result<BTreeMap<String, DateTime<Utc>>, StoreError> {
    match letter {
        Letter::Whatsapp(letter) if letter.is_free_within_the_window() => {
            let addresses: Vec<_> = members.iter().map(|member| member.address.clone()).collect();
            tx.conversations().windows(&hold.account, &addresses).await
        }
        Letter::Whatsapp(_) | Letter::Email(_) => Ok(BTreeMap::new()),
    }
}

/// Waits until a gate is closed. It looks now and then: calls as fast as the one before are through by then.
async fn closed(gate: &Gate) {
    while !gate.is_closed() {
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
}

/// Whether what is known of a batch is to be told again: the database was away. However long it is, a provider answers only once,
/// and nobody knows better before somebody else takes the batch up; then the fence refuses it.
async fn is_to_wait<T: Sync>(load: &Load, told: &Result<T, StoreError>) -> bool {
    let Some(error) = told.as_ref().err().filter(|error| error.is_passing()) else { return false };
    tracing::warn!(batch = load.hold.no, %error, "what is known of a batch waits for the database");
    tokio::time::sleep(BETWEEN_TRIES).await;
    true
}

impl Stage for Dispatcher {
    const NAME: &'static str = "dispatcher";
    const REST: Duration = Duration::from_secs(2);
    const WAKES: &'static [&'static str] = &[channel::BATCHES, channel::CAMPAIGNS];

    async fn step(&self, now: DateTime<Utc>) -> Result<Step, StoreError> {
        let watch = Watch::start(now);
        let Some((hold, mut lane)) = self.enter(watch).await? else { return self.tidy(now).await };
        let Some(mut load) = self.prepare(&hold, watch.now()).await? else { return Ok(Step::Worked) };
        if let Some(connections) = load.calls.connections() {
            load.calls.begin_with(lane.room(connections, self.told_to_stop()).await);
        }
        if let Some(first) = self.intend(&mut load, watch.now()).await? {
            self.deliver(&mut load, first, &mut lane, watch).await?;
        }
        Ok(Step::Worked)
    }
}
