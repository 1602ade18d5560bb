//! How many batches are on their way in this process: they share the connections of its accounts.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

/// The lanes of one process.
#[derive(Debug, Clone, Default)]
pub(super) struct Lanes(Arc<AtomicUsize>);

/// A place among those that send, until it is dropped.
#[derive(Debug)]
pub(super) struct Lane(Lanes);

impl Lanes {
    /// One more sends.
    pub(super) fn enter(&self) -> Lane {
        self.0.fetch_add(1, Ordering::Relaxed);
        Lane(self.clone())
    }

    /// How many send; whoever asks is one of them.
    pub(super) fn count(&self) -> usize {
        self.0.load(Ordering::Relaxed).max(1)
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_leaves_is_not_counted_any_more() {
        let lanes = Lanes::default();
        assert_eq!(lanes.count(), 1);
        let first = lanes.enter();
        let second = lanes.clone().enter();
        assert_eq!(lanes.count(), 2);
        drop((first, second));
        assert_eq!(lanes.0.load(Ordering::Relaxed), 0);
    }
}
