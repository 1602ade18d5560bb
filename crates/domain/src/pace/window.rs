//! What was taken within a span of time.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// A span that a limit is for. What is taken is counted by grains; it counts until the whole span has passed since the end of its
/// grain, so that no second and no minute ever holds more than its limit, wherever it begins. The price is one grain, 2 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Span {
    Second,
    Minute,
    Day,
    Rolling,
}

impl Span {
    /// How long a grain is, in milliseconds. A day is one grain, which counts until it ends.
    const fn grain(self) -> i64 {
        match self {
            Self::Second => 20,
            Self::Minute => 1_000,
            Self::Day => 86_400_000,
            Self::Rolling => 1_800_000,
        }
    }

    /// How long a grain counts after its end, in milliseconds.
    const fn after(self) -> i64 {
        match self {
            Self::Second => 1_000,
            Self::Minute => 60_000,
            Self::Day => 0,
            Self::Rolling => 86_400_000,
        }
    }

    const fn grain_of(self, at: DateTime<Utc>) -> i64 {
        at.timestamp_millis().div_euclid(self.grain())
    }

    /// When a grain does not count any more.
    fn end_of(self, grain: i64) -> DateTime<Utc> {
        let millis = (grain + 1).saturating_mul(self.grain()).saturating_add(self.after());
        DateTime::from_timestamp_millis(millis).unwrap_or(DateTime::<Utc>::MAX_UTC)
    }
}

/// By how much the clocks of processes may differ for the limits to be kept all the same.
const SKEW: TimeDelta = TimeDelta::seconds(5);

/// How many were taken, by grains, the oldest first. A grain of a clock that is ahead counts too.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Window(Vec<(i64, u32)>);

impl Window {
    /// How many count now.
    pub(super) fn taken(&self, span: Span, now: DateTime<Utc>) -> u32 {
        self.counting(span, now).fold(0, |sum, (_, count)| sum.saturating_add(count))
    }

    /// When at least one more may be taken: now, or when enough of what was taken does not count any more.
    pub(super) fn free_at(&self, span: Span, limit: u32, now: DateTime<Utc>) -> DateTime<Utc> {
        let mut left = self.taken(span, now);
        let mut at = now;
        for (grain, count) in self.counting(span, now) {
            if left < limit.max(1) {
                break;
            }
            left -= count;
            at = span.end_of(grain);
        }
        at
    }

    /// Counts some more, and forgets what does not count any more on any clock.
    pub(super) fn take(&mut self, span: Span, now: DateTime<Utc>, count: u32) {
        self.0.retain(|(grain, _)| span.end_of(*grain) + SKEW > now);
        self.add(span.grain_of(now), count);
    }

    /// Counts what another one will, after now.
    pub(super) fn join(&mut self, span: Span, other: &Self, now: DateTime<Utc>) {
        let coming = other.0.iter().filter(|(grain, _)| *grain > span.grain_of(now));
        coming.for_each(|(grain, count)| self.add(*grain, *count));
    }

    fn add(&mut self, grain: i64, count: u32) {
        match self.0.binary_search_by_key(&grain, |(grain, _)| *grain) {
            Ok(place) => self.0[place].1 = self.0[place].1.saturating_add(count),
            Err(place) => self.0.insert(place, (grain, count)),
        }
    }

    /// Counts fewer, where they still count.
    pub(super) fn give_back(&mut self, span: Span, taken_at: DateTime<Utc>, count: u32) {
        let grain = span.grain_of(taken_at);
        if let Ok(place) = self.0.binary_search_by_key(&grain, |(grain, _)| *grain) {
            self.0[place].1 = self.0[place].1.saturating_sub(count);
        }
        self.0.retain(|(_, count)| *count > 0);
    }

    fn counting(&self, span: Span, now: DateTime<Utc>) -> impl Iterator<Item = (i64, u32)> {
        self.0.iter().copied().filter(move |(grain, _)| span.end_of(*grain) > now)
    }
}
