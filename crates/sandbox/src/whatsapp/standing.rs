//! How a person and a number stand with each other, and what a number may do.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::Quality;

/// Messages to one person that may be sent at once, and the seconds that bring one back (Meta, "Pair rate limits").
const BURST: i64 = 45;
const PAIR_SECONDS: i64 = 6;

/// A person and a number.
#[derive(Debug, Default)]
pub(super) struct Standing {
    /// Free text is taken until then.
    pub(super) window: Option<DateTime<Utc>>,
    /// By WhatsApp's menu for marketing, or by Twilio's words for everything.
    pub(super) stopped: bool,
    pub(super) blocked: bool,
    /// When the messages that were borrowed will all have been paid back.
    settled: Option<DateTime<Utc>>,
}

impl Standing {
    pub(super) fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.window.is_some_and(|until| until > now)
    }

    /// Counts a message, unless it is one too many for this person.
    pub(super) fn borrow(&mut self, now: DateTime<Utc>) -> bool {
        let settled = self.settled.filter(|settled| *settled > now).unwrap_or(now);
        let allowed = settled - now <= TimeDelta::seconds((BURST - 1) * PAIR_SECONDS);
        if allowed {
            self.settled = Some(settled + TimeDelta::seconds(PAIR_SECONDS));
        }
        allowed
    }
}

/// How many messages a second a number may send (Meta, "Throughput").
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Throughput {
    /// 80.
    #[default]
    Standard,
    /// 1,000.
    High,
}

/// What a number may do, and how it is seen.
#[derive(Debug)]
pub(crate) struct Number {
    pub(crate) quality: Quality,
    /// People that it may begin to write to in 24 hours; none for any number.
    pub(crate) tier: Option<u32>,
    pub(crate) throughput: Throughput,
    /// Whom it reached outside of a window, and when last.
    reached: HashMap<String, DateTime<Utc>>,
}

impl Default for Number {
    fn default() -> Self {
        Self {
            quality: Quality::Green,
            tier: Some(100_000),
            throughput: Throughput::Standard,
            reached: HashMap::new(),
        }
    }
}

impl Number {
    /// Whether it may begin to write to somebody.
    pub(super) fn may_begin(&mut self, person: &str, now: DateTime<Utc>) -> bool {
        self.reached.retain(|_, at| *at > now - TimeDelta::hours(24));
        let reached = u32::try_from(self.reached.len()).unwrap_or(u32::MAX);
        self.reached.contains_key(person) || self.tier.is_none_or(|tier| reached < tier)
    }

    pub(super) fn reach(&mut self, person: &str, now: DateTime<Utc>) {
        self.reached.insert(person.to_owned(), now);
    }

    /// As the API writes it: `TIER_10K`.
    pub(crate) fn tier_word(&self) -> String {
        match self.tier {
            None => "TIER_UNLIMITED".to_owned(),
            Some(tier) if tier >= 1_000 && tier % 1_000 == 0 => format!("TIER_{}K", tier / 1_000),
            Some(tier) => format!("TIER_{tier}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn forty_five_messages_may_be_borrowed_and_one_comes_back_every_six_seconds() {
        let mut standing = Standing::default();
        assert_eq!((0..60).filter(|_| standing.borrow(at(0))).count(), 45);
        assert_eq!((0..10).filter(|_| standing.borrow(at(5))).count(), 0);
        assert_eq!((0..10).filter(|_| standing.borrow(at(18))).count(), 3);
    }

    #[test]
    fn who_was_written_to_today_is_not_counted_again() {
        let mut number = Number { tier: Some(1), ..Number::default() };
        assert!(number.may_begin("a", at(0)));
        number.reach("a", at(0));
        assert_eq!((number.may_begin("a", at(1)), number.may_begin("b", at(1))), (true, false));
        assert!(number.may_begin("b", at(86_401)));
    }
}
