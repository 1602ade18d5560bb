//! What was taken of late, as it is kept between claims.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{
    Limits,
    window::{Span, Window},
};

/// What was taken of late under some limits; only what is limited is counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Taken {
    second: Window,
    minute: Window,
    day: Window,
    rolling: Window,
}

impl Taken {
    /// How many may be taken now; none for as many as there are.
    #[must_use]
    pub fn free(&self, limits: &Limits, now: DateTime<Utc>) -> Option<u32> {
        let free = |(span, limit): (Span, u32)| limit.saturating_sub(self.window(span).taken(span, now));
        limits.each().map(free).min()
    }

    /// When at least one may be taken: now, or the first instant at which no limit forbids it.
    #[must_use]
    pub fn free_at(&self, limits: &Limits, now: DateTime<Utc>) -> DateTime<Utc> {
        let free_at = |(span, limit)| self.window(span).free_at(span, limit, now);
        limits.each().map(free_at).max().unwrap_or(now)
    }

    /// Counts messages as taken.
    pub fn take(&mut self, limits: &Limits, now: DateTime<Utc>, count: u32) {
        for (span, _) in limits.each() {
            self.window_mut(span).take(span, now, count);
        }
    }

    /// Messages that were taken then did not leave after all: others may have their places, for as long as they count. `begun` are those
    /// among them that would have begun to write to somebody.
    pub fn give_back(&mut self, taken_at: DateTime<Utc>, count: u32, begun: u32) {
        for span in [Span::Second, Span::Minute, Span::Day] {
            self.window_mut(span).give_back(span, taken_at, count);
        }
        self.rolling.give_back(Span::Rolling, taken_at, begun);
    }

    /// With what is to be taken after now.
    fn with(&self, line: &Self, now: DateTime<Utc>) -> Self {
        let mut both = self.clone();
        for span in [Span::Second, Span::Minute, Span::Day, Span::Rolling] {
            both.window_mut(span).join(span, line.window(span), now);
        }
        both
    }

    const fn window(&self, span: Span) -> &Window {
        match span {
            Span::Second => &self.second,
            Span::Minute => &self.minute,
            Span::Day => &self.day,
            Span::Rolling => &self.rolling,
        }
    }

    const fn window_mut(&mut self, span: Span) -> &mut Window {
        match span {
            Span::Second => &mut self.second,
            Span::Minute => &mut self.minute,
            Span::Day => &mut self.day,
            Span::Rolling => &mut self.rolling,
        }
    }
}

/// What an account has taken: of all, and for each group of recipients' domains that has limits of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccountTaken {
    /// Of all.
    pub all: Taken,
    /// By the first domain of each group.
    pub domains: BTreeMap<String, DomainTaken>,
}

/// What a group of recipients' domains has got, and the line of those who wait for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DomainTaken {
    /// What it has got.
    pub taken: Taken,
    /// The places of those who were sent away, in the times to come.
    line: Taken,
}

impl DomainTaken {
    /// The longest that anybody is sent away for: a line may be given up, and nobody then waits for nobody for longer.
    pub const LINE_MAX: TimeDelta = TimeDelta::minutes(5);

    /// Sends somebody away who is beyond the limits; tells when to come back: as many together as the limits allow then.
    pub fn line_up(&mut self, limits: &Limits, now: DateTime<Utc>) -> DateTime<Utc> {
        let free_at = self.taken.free_at(limits, now);
        let mut place = self.taken.with(&self.line, now).free_at(limits, now);
        if place >= free_at + Self::LINE_MAX {
            self.line = Taken::default();
            place = free_at;
        }
        self.line.take(limits, place, 1);
        place
    }
}
