//! One call: many messages, over as many connections as there are.

use std::{
    collections::VecDeque,
    ops::Range,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use futures_util::future::join_all;
use tokio::time::{Instant, timeout_at};

use super::{
    Smtp,
    letter::{self, Letters},
    pool::Pool,
    session::{Envelope, patience},
    verdict::{self, Ended},
};
use crate::{EmailBatch, Gate, Outcome, Request, Scope};

/// What the connections of a call share.
pub(super) struct Call<'a> {
    letters: Letters<'a>,
    pool: &'a Arc<Pool>,
    gate: &'a Gate,
    /// The first member of the request.
    first: usize,
    /// No message is begun after this: then the last answer still comes within the lease of the batch.
    until: Instant,
    work: Mutex<Work>,
}

/// What is still to do.
struct Work {
    waiting: VecDeque<usize>,
    /// Why nothing more is begun.
    halted: Option<Outcome>,
    /// Why a connection could not be opened: it counts where no other did the work.
    closed: Option<Outcome>,
}

impl Smtp {
    /// Sends the members of a request whom the gate lets in; tells for each how it ended.
    pub(super) async fn send_each(&self, batch: &EmailBatch, request: &Request, gate: &Gate) -> Vec<Outcome> {
        let members = request.members.clone();
        let (waiting, unfit): (VecDeque<_>, VecDeque<_>) =
            members.clone().partition(|member| letter::takes(&batch.recipients[*member].address));
        let connections = self.connections.min(waiting.len());
        let call = Call {
            letters: self.letters(batch),
            pool: &self.pool,
            gate,
            first: members.start,
            until: Instant::now() + patience(self.pool.server.timeouts),
            work: Mutex::new(Work { waiting, halted: None, closed: None }),
        };
        let told = join_all((0..connections).map(|_| call.serve())).await;
        // Those after a member that was not begun come with it again.
        let first_waiting = call.work().waiting.iter().copied().min().unwrap_or(usize::MAX);
        let unfit = unfit.into_iter().take_while(|member| *member < first_waiting);
        let unfit = unfit.map(|member| (member, letter::not_taken()));
        call.outcomes(members, told.into_iter().flatten().chain(unfit))
    }
}

impl Call<'_> {
    /// The next message; none where nothing more is to be begun.
    pub(super) fn next(&self) -> Option<usize> {
        let mut work = self.work();
        if !self.goes_on(&work) {
            return None;
        }
        work.waiting.pop_front_if(|member| self.gate.lets_in(*member - self.first))
    }

    /// Writes the commands of a message.
    pub(super) fn address(&self, member: usize, envelope: &mut Envelope) {
        self.letters.address(member, envelope);
    }

    /// Writes the content of a message, with the final dot.
    pub(super) fn content(&self, member: usize, out: &mut Vec<u8>) {
        self.letters.content(member, out);
    }

    /// Tells how a message ended. What concerns the account or the campaign ends the call: what is not begun stays so.
    pub(super) fn tell(&self, member: usize, ended: Ended, told: &mut Vec<(usize, Outcome)>) {
        let late = ended.is_late();
        let outcome = ended.outcome();
        match &outcome {
            Outcome::Retry { scope: Scope::Account, .. }
            | Outcome::Refused { scope: Scope::Account | Scope::Campaign, .. } => {
                self.halt(outcome.clone());
            }
            _ if late => self.halt(slow("the server does not answer")),
            _ => {}
        }
        told.push((member, outcome));
    }

    /// Whether not even what was announced is to be begun: something concerns all, or somebody may have decided something since.
    pub(super) fn is_over(&self) -> bool {
        self.work().halted.is_some() || self.gate.is_long_closed()
    }

    fn halt(&self, why: Outcome) {
        self.work().halted.get_or_insert(why);
    }

    /// One connection after the other, until there is nothing more to do.
    async fn serve(&self) -> Vec<(usize, Outcome)> {
        let mut told = Vec::new();
        while self.is_waiting() {
            let taken = timeout_at(self.until, self.pool.take(|| self.is_waiting())).await;
            let Ok(Some(taken)) = taken else { break };
            let mut lease = match taken {
                Ok(lease) => lease,
                // Others may have a connection: only what nobody sends is told why.
                Err(failure) => {
                    self.work().closed = Some(verdict::closed(failure));
                    break;
                }
            };
            if let Some(first) = self.next()
                && let Some(unbegun) = lease.session.carry(self, first, &mut told).await
            {
                self.work().waiting.push_front(unbegun);
            }
            self.pool.give_back(lease);
        }
        told
    }

    fn is_waiting(&self) -> bool {
        self.goes_on(&self.work()) && !self.gate.is_closed()
    }

    fn goes_on(&self, work: &Work) -> bool {
        work.halted.is_none() && !work.waiting.is_empty() && Instant::now() < self.until
    }

    /// What became of each, in the order of the members.
    fn outcomes(self, members: Range<usize>, told: impl Iterator<Item = (usize, Outcome)>) -> Vec<Outcome> {
        let work = self.work.into_inner().unwrap_or_else(PoisonError::into_inner);
        let is_closed = self.gate.is_closed();
        let closed = work.closed.filter(|_| !is_closed || self.gate.let_in() == 0);
        let unbegun = work
            .halted
            .or(closed)
            .unwrap_or_else(|| if is_closed { Outcome::Unbegun } else { slow("there was no time left") });
        let mut outcomes = vec![unbegun; members.len()];
        for (member, outcome) in told {
            outcomes[member - members.start] = outcome;
        }
        outcomes
    }

    fn work(&self) -> MutexGuard<'_, Work> {
        self.work.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A server that is too slow for its work gets a rest.
fn slow(detail: &str) -> Outcome {
    Outcome::Retry { after: None, code: "slow".into(), detail: detail.into(), scope: Scope::Account }
}
