//! The batches that are on their way in this process: those of one account share its connections, and what may be in doubt after a kill.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use domain::provider::AccountId;
use providers::Meter;
use tokio::{
    sync::{self, Notify},
    time::timeout,
};

/// How often one of all lanes looks whether they keep another account waiting: often enough that nobody notices the wait, too seldom for the
/// question to cost anything.
const LOOKS_APART: TimeDelta = TimeDelta::seconds(2);

/// How long a lane that has a batch waits for connections that others hold: less than its claim holds.
const WAITS_FOR_ROOM: Duration = Duration::from_secs(20);

/// The lanes of one process.
#[derive(Debug, Clone, Default)]
pub(super) struct Lanes {
    accounts: Arc<Mutex<BTreeMap<AccountId, Counts>>>,
    queue: Arc<sync::Mutex<()>>,
    looked_at: Arc<Mutex<Option<DateTime<Utc>>>>,
    /// Whoever waits for room is told when calls were recorded.
    recorded: Arc<Notify>,
}

/// What is on its way by one account: accounts have no connection in common.
#[derive(Debug, Default)]
struct Counts {
    lanes: usize,
    /// Calls that are being made.
    calling: usize,
    /// Messages of calls that are begun and not recorded.
    begun: usize,
    /// How many messages all calls together bring within a window, as the last one went; none before the first has ended.
    brings: usize,
    meter: Arc<Meter>,
}

impl Counts {
    /// Takes connections for a lane that begins nothing yet: its share, of those that are left. Where a window brings more messages than there
    /// are connections, all of them are left in a moment.
    fn reserve(&mut self, connections: usize) -> Option<usize> {
        let share = Share { lanes: self.lanes, begun: self.begun }.of(connections);
        let left = (connections.max(1) + self.brings).saturating_sub(self.begun);
        let room = if self.brings >= connections { share } else { share.min(left) };
        self.begun += room;
        (room > 0).then_some(room)
    }
}

/// A place among those that send by an account, until it is dropped.
#[derive(Debug)]
pub(super) struct Lane {
    lanes: Lanes,
    account: AccountId,
    calling: bool,
    begun: usize,
}

/// What a call shares with the others of its account, in its process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Share {
    /// How many batches are on their way, its own among them.
    pub(super) lanes: usize,
    /// How many messages the calls of the others carry that are begun and not recorded.
    pub(super) begun: usize,
}

impl Share {
    /// A batch's share of so many connections: one at least, so that each goes on.
    pub(super) fn of(self, connections: usize) -> usize {
        connections.div_ceil(self.lanes.max(1)).max(1)
    }
}

impl Lanes {
    /// Whoever claims for a lane is alone until it has entered: the next one knows by then what this one carries.
    pub(super) async fn queue(&self) -> sync::MutexGuard<'_, ()> {
        self.queue.lock().await
    }

    /// One more sends, by this account.
    pub(super) fn enter(&self, account: &AccountId) -> Lane {
        self.with(account, |counts| counts.lanes += 1);
        Lane { lanes: self.clone(), account: account.clone(), calling: false, begun: 0 }
    }

    /// By which accounts a batch is on its way.
    pub(super) fn carried(&self) -> Vec<AccountId> {
        let accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        let carried = accounts.iter().filter(|(_, counts)| counts.lanes > 0);
        carried.map(|(account, _)| account.clone()).collect()
    }

    /// Whether a lane of an account is to look whether others wait for it: the account has another one besides, so that whoever leaves this one
    /// claims for others first; nobody is about to claim, as a lane would that is free; and no lane has looked just now.
    pub(super) fn is_to_look(&self, account: &AccountId, now: DateTime<Utc>) -> bool {
        if self.with(account, |counts| counts.lanes) < 2 || self.queue.try_lock().is_err() {
            return false;
        }
        let mut looked_at = self.looked_at.lock().unwrap_or_else(PoisonError::into_inner);
        let is_time = looked_at.is_none_or(|looked_at| (now - looked_at).abs() >= LOOKS_APART);
        if is_time {
            *looked_at = Some(now);
        }
        is_time
    }

    /// What the next call by an account shares with others, for whoever sends the one before it, of so many messages.
    pub(super) fn share(&self, account: &AccountId, own: usize) -> Share {
        let (lanes, begun) = self.with(account, |counts| (counts.lanes, counts.begun));
        Share { lanes: lanes.max(1), begun: begun.saturating_sub(own) }
    }

    /// What has left by an account of late, in this process.
    pub(super) fn meter(&self, account: &AccountId) -> Arc<Meter> {
        self.with(account, |counts| counts.meter.clone())
    }

    fn with<T>(&self, account: &AccountId, act: impl FnOnce(&mut Counts) -> T) -> T {
        // Every act is a sum or two: whoever panicked left none half done.
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        act(accounts.entry(account.clone()).or_default())
    }
}

impl Lane {
    /// Waits until the calls of others leave it some of so many connections; tells how many, which count as begun from now on. So a lane that
    /// begins adds nothing to what may be in doubt. Who is told to stop, or has waited in vain, goes on with one.
    pub(super) async fn room(&mut self, connections: usize, stop: impl Future<Output = ()>) -> usize {
        let lanes = self.lanes.clone();
        let waiting = async {
            loop {
                let recorded = lanes.recorded.notified();
                let room = self.lanes.with(&self.account, |counts| counts.reserve(connections));
                if let Some(room) = room {
                    self.begun = room;
                    return;
                }
                recorded.await;
            }
        };
        tokio::select! {
            biased;
            _ = timeout(WAITS_FOR_ROOM, waiting) => {}
            () = stop => {}
        }
        if self.begun == 0 {
            self.count(false, 1);
        }
        self.begun
    }

    /// Makes a call of so many messages, which counts as begun until the next one is made or the lane is left. Tells how many calls were
    /// made by the account at the same time, this one among them.
    pub(super) async fn call<T>(&mut self, messages: usize, call: impl Future<Output = T>) -> (T, usize) {
        let at_first = self.count(true, messages);
        let answered = call.await;
        let at_last = self.count(false, messages) + 1;
        (answered, usize::midpoint(at_first, at_last))
    }

    /// Notes how many messages all calls together bring within a window.
    pub(super) fn brings(&self, messages: usize) {
        self.lanes.with(&self.account, |counts| counts.brings = messages);
    }

    /// Counts as this from now on; tells how many calls are being made by the account then.
    fn count(&mut self, calling: bool, begun: usize) -> usize {
        let was = (std::mem::replace(&mut self.calling, calling), std::mem::replace(&mut self.begun, begun));
        let together = self.lanes.with(&self.account, |counts| {
            counts.calling = counts.calling + usize::from(calling) - usize::from(was.0);
            counts.begun = counts.begun + begun - was.1;
            counts.calling
        });
        if begun < was.1 {
            self.lanes.recorded.notify_waiters();
        }
        together
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        self.count(false, 0);
        self.lanes.with(&self.account, |counts| counts.lanes -= 1);
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use super::*;

    fn account(name: &str) -> AccountId {
        AccountId(name.into())
    }

    #[test]
    fn whoever_leaves_is_not_counted_any_more() {
        let (lanes, smtp) = (Lanes::default(), account("smtp"));
        assert_eq!(lanes.share(&smtp, 0).lanes, 1);
        let first = lanes.enter(&smtp);
        let second = lanes.clone().enter(&smtp);
        assert_eq!((lanes.share(&smtp, 0).lanes, lanes.carried()), (2, vec![smtp.clone()]));
        drop(first);
        assert_eq!(lanes.carried(), [smtp]);
        drop(second);
        assert!(lanes.carried().is_empty());
    }

    #[test]
    fn one_of_several_lanes_of_an_account_looks_now_and_then_whether_others_wait() {
        let (lanes, smtp) = (Lanes::default(), account("smtp"));
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        let _first = lanes.enter(&smtp);
        assert!(!lanes.is_to_look(&smtp, at(0)), "it has only this one");
        let _second = lanes.enter(&smtp);
        assert!(lanes.is_to_look(&smtp, at(0)));
        assert!(!lanes.clone().is_to_look(&smtp, at(1)), "another lane has just looked");
        let free = lanes.queue.try_lock().unwrap();
        assert!(!lanes.is_to_look(&smtp, at(2)), "a lane is free");
        drop(free);
        assert!(lanes.is_to_look(&smtp, at(2)));
        assert!(lanes.is_to_look(&smtp, at(-60)), "a clock that was set back keeps nobody waiting");
    }

    #[tokio::test]
    async fn what_is_begun_counts_until_the_next_call_or_the_end_of_its_lane() {
        let (lanes, smtp) = (Lanes::default(), account("smtp"));
        let (mut one, mut other) = (lanes.enter(&smtp), lanes.enter(&smtp));
        let within = one.call(8, other.call(3, async { lanes.share(&smtp, 8).begun })).await;
        assert_eq!(within, ((3, 2), 1), "the others' messages, and how many calls were made together");
        assert_eq!(lanes.share(&smtp, 0).begun, 11, "neither is recorded");
        one.call(5, async {}).await;
        assert_eq!(lanes.share(&smtp, 0).begun, 8);
        drop((one, other));
        assert_eq!(lanes.share(&smtp, 0).begun, 0);
    }

    #[tokio::test]
    async fn a_lane_that_begins_waits_for_connections_that_others_hold() {
        let (lanes, smtp) = (Lanes::default(), account("smtp"));
        let mut first = lanes.enter(&smtp);
        assert_eq!(first.room(8, pending()).await, 8);
        let (mut second, mut third) = (lanes.enter(&smtp), lanes.enter(&smtp));
        first.call(8, async {}).await;
        let waiting = async { tokio::join!(second.room(8, pending()), third.room(8, pending())) };
        let recorded = async {
            tokio::task::yield_now().await;
            first.call(3, async {}).await
        };
        let ((seconds, thirds), _) = tokio::join!(waiting, recorded);
        assert_eq!(3 + seconds + thirds, 8, "together no more than there are");
    }

    #[tokio::test]
    async fn where_calls_are_quick_or_the_process_stops_nobody_waits_for_a_connection() {
        let (lanes, smtp) = (Lanes::default(), account("smtp"));
        let (mut first, mut second) = (lanes.enter(&smtp), lanes.enter(&smtp));
        first.call(8, async {}).await;
        assert_eq!(second.room(8, async {}).await, 1, "told to stop");
        drop(second);
        let mut third = lanes.enter(&smtp);
        first.brings(8);
        assert_eq!(third.room(8, pending()).await, 4, "what is begun is recorded in a moment");
    }

    #[tokio::test]
    async fn what_leaves_by_one_account_takes_nothing_from_another() {
        let (lanes, brevo, smtp) = (Lanes::default(), account("brevo"), account("smtp"));
        let (mut one, mut other) = (lanes.enter(&brevo), lanes.enter(&smtp));
        let within = one.call(500, async {
            assert_eq!(lanes.share(&smtp, 0), Share { lanes: 1, begun: 0 });
            other.call(8, async {}).await
        });
        assert_eq!(within.await, (((), 1), 1), "neither is made together with the other");
        assert_eq!((lanes.share(&brevo, 0).begun, lanes.share(&smtp, 0).begun), (500, 8));
        assert_eq!(lanes.carried(), [brevo, smtp]);
    }

    #[tokio::test]
    async fn a_call_that_is_broken_off_is_not_made_any_more() {
        let (lanes, smtp) = (Lanes::default(), account("smtp"));
        let mut broken = lanes.enter(&smtp);
        tokio::select! {
            biased;
            _ = broken.call(8, std::future::pending::<()>()) => {}
            () = async {} => {}
        }
        drop(broken);
        assert_eq!(lanes.enter(&smtp).call(8, async {}).await, ((), 1));
    }
}
