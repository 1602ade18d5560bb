//! The batches that are on their way in this process: they share the connections of its accounts, and what may be in doubt after a kill.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering::Relaxed},
};

/// The lanes of one process.
#[derive(Debug, Clone, Default)]
pub(super) struct Lanes(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    lanes: AtomicUsize,
    /// Calls that are being made.
    calling: AtomicUsize,
    /// Messages of calls that are begun and not recorded.
    begun: AtomicUsize,
}

/// A place among those that send, until it is dropped.
#[derive(Debug)]
pub(super) struct Lane {
    lanes: Lanes,
    begun: usize,
}

/// What a call shares with the others of its process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Share {
    /// How many batches are on their way, its own among them.
    pub(super) lanes: usize,
    /// How many messages the calls of the others carry that are begun and not recorded.
    pub(super) begun: usize,
}

impl Lanes {
    /// One more sends.
    pub(super) fn enter(&self) -> Lane {
        self.0.lanes.fetch_add(1, Relaxed);
        Lane { lanes: self.clone(), begun: 0 }
    }

    /// What the next call shares with others, for whoever sends the one before it, of so many messages.
    pub(super) fn share(&self, own: usize) -> Share {
        Share {
            lanes: self.0.lanes.load(Relaxed).max(1),
            begun: self.0.begun.load(Relaxed).saturating_sub(own),
        }
    }
}

impl Lane {
    /// Makes a call of so many messages, which counts as begun until the next one is made or the lane is left. Tells how many calls were
    /// made at the same time, this one among them.
    pub(super) async fn call<T>(&mut self, messages: usize, call: impl Future<Output = T>) -> (T, usize) {
        self.count(messages);
        let calling = &self.lanes.0.calling;
        let at_first = calling.fetch_add(1, Relaxed) + 1;
        let answered = call.await;
        let at_last = calling.fetch_sub(1, Relaxed);
        (answered, usize::midpoint(at_first, at_last))
    }

    fn count(&mut self, messages: usize) {
        let begun = &self.lanes.0.begun;
        begun.fetch_add(messages, Relaxed);
        begun.fetch_sub(std::mem::replace(&mut self.begun, messages), Relaxed);
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        self.count(0);
        self.lanes.0.lanes.fetch_sub(1, Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_leaves_is_not_counted_any_more() {
        let lanes = Lanes::default();
        assert_eq!(lanes.share(0).lanes, 1);
        let first = lanes.enter();
        let second = lanes.clone().enter();
        assert_eq!(lanes.share(0).lanes, 2);
        drop((first, second));
        assert_eq!(lanes.0.lanes.load(Relaxed), 0);
    }

    #[tokio::test]
    async fn what_is_begun_counts_until_the_next_call_or_the_end_of_its_lane() {
        let lanes = Lanes::default();
        let (mut one, mut other) = (lanes.enter(), lanes.enter());
        let within = one.call(8, other.call(3, async { lanes.share(8).begun })).await;
        assert_eq!(within, ((3, 2), 1), "the others' messages, and how many calls were made together");
        assert_eq!(lanes.share(0).begun, 11, "neither is recorded");
        one.call(5, async {}).await;
        assert_eq!(lanes.share(0).begun, 8);
        drop((one, other));
        assert_eq!(lanes.share(0).begun, 0);
    }
}
