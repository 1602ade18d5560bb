//! Rate limits: fixed windows from the first request on.

use std::{collections::HashMap, hash::Hash};

use chrono::{DateTime, TimeDelta, Utc};

/// Operations that share a limit.
pub(crate) trait Bucket: Copy + Eq + Hash {
    /// Windows in seconds, with the requests that fit in.
    fn windows(self) -> &'static [(i64, u32)];
}

/// Where a caller stands in the window that leaves least.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) refused: bool,
    pub(crate) limit: u32,
    pub(crate) remaining: u32,
    /// Seconds until the window ends.
    pub(crate) reset: i64,
}

#[derive(Debug, Clone, Copy)]
struct Window {
    ends: DateTime<Utc>,
    used: u32,
}

/// The windows that are open.
#[derive(Debug)]
pub(crate) struct Limits<B> {
    open: HashMap<(B, i64), Window>,
}

impl<B> Default for Limits<B> {
    fn default() -> Self {
        Self { open: HashMap::new() }
    }
}

impl<B: Bucket> Limits<B> {
    /// Counts a request, unless it is one too many: that one counts nowhere.
    pub(crate) fn take(&mut self, bucket: B, now: DateTime<Utc>) -> Standing {
        for (seconds, _) in bucket.windows() {
            let fresh = Window { ends: now + TimeDelta::seconds(*seconds), used: 0 };
            let window = self.open.entry((bucket, *seconds)).or_insert(fresh);
            if window.ends <= now {
                *window = fresh;
            }
        }
        let refused =
            bucket.windows().iter().any(|(seconds, limit)| self.open[&(bucket, *seconds)].used >= *limit);
        if !refused {
            for (seconds, _) in bucket.windows() {
                self.open.entry((bucket, *seconds)).and_modify(|window| window.used += 1);
            }
        }
        let standings = bucket.windows().iter().map(|(seconds, limit)| {
            let window = self.open[&(bucket, *seconds)];
            let reset = ((window.ends - now).num_milliseconds() + 999) / 1_000;
            Standing { refused, limit: *limit, remaining: limit.saturating_sub(window.used), reset }
        });
        standings.min_by_key(|standing| standing.remaining).unwrap_or(Standing {
            refused,
            limit: 0,
            remaining: 0,
            reset: 0,
        })
    }
}
