//! What a cause asks for, whether its code came as an answer or later by a webhook.

use chrono::TimeDelta;

use super::Cause;
use crate::{
    delivery::{ATTEMPTS_MAX, backoff},
    provider::Scope,
};

/// Unknown errors are often a bad request (Meta: 1, 135000).
const FAULTS_MAX: i16 = 3;

/// The most doublings of a wait for one person: about 68 minutes.
const PAIR_WAITS_MAX: i32 = 6;

/// What a refusal asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ruling {
    /// How far it reaches.
    pub scope: Scope,
    /// Whether the same message comes again by itself; else a person acts first, or it never does.
    pub comes_again: bool,
}

impl Ruling {
    /// Whether whoever was refused is lost for good. Nobody is whom a mended template or account would have reached.
    #[must_use]
    pub const fn is_final(self) -> bool {
        !self.comes_again && matches!(self.scope, Scope::Request | Scope::Address)
    }
}

impl Cause {
    /// What it asks for.
    #[must_use]
    pub const fn ruling(self) -> Ruling {
        let (scope, comes_again) = match self {
            Self::Unavailable | Self::Throttled | Self::Metered | Self::Exhausted => (Scope::Account, true),
            Self::Fault | Self::PairLimited => (Scope::Request, true),
            Self::Campaign | Self::Template | Self::MarketingApi => (Scope::Campaign, false),
            Self::Sender | Self::Account => (Scope::Account, false),
            Self::Capped
            | Self::Experiment
            | Self::OptOut
            | Self::WindowClosed
            | Self::Unreachable
            | Self::Recipient
            | Self::Country
            | Self::Other => (Scope::Request, false),
        };
        Ruling { scope, comes_again }
    }

    /// Whether the number that it is said of sends slower for a while ([`crate::pace::Slowdown`]).
    #[must_use]
    pub const fn slows_down(self) -> bool {
        matches!(self, Self::Throttled)
    }

    /// How many tries a message gets of which this is said.
    #[must_use]
    pub const fn tries_max(self) -> i16 {
        match self {
            Self::Fault => FAULTS_MAX,
            _ => ATTEMPTS_MAX,
        }
    }

    /// How long a message waits that was refused so often before; never less than `asked`. Of one that came too soon after another to
    /// the same person, Meta wants 4^X seconds (about-the-platform, "pair rate limits"): `chance`, from 0 to below 1, adds up to one.
    #[must_use]
    pub fn wait(self, failures: i32, asked: Option<TimeDelta>, chance: f64) -> TimeDelta {
        if self != Self::PairLimited {
            return backoff(failures, asked, chance);
        }
        let exponent = u32::try_from(failures.clamp(0, PAIR_WAITS_MAX)).unwrap_or_default();
        let least = TimeDelta::seconds(4_i64.pow(exponent)).max(asked.unwrap_or_default());
        least + TimeDelta::milliseconds((1_000.0 * chance.clamp(0.0, 1.0)) as i64)
    }
}

/// How many tries a message gets that was refused in these words.
#[must_use]
pub fn tries_max(reason: &str) -> i16 {
    Cause::told(reason).map_or(ATTEMPTS_MAX, Cause::tries_max)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn nobody_is_tried_again_sooner_than_the_provider_asked(
            cause in prop::sample::select(Cause::ALL), failures: i32, asked in 0i64..3_600, chance in 0.0..1.0
        ) {
            let asked = TimeDelta::seconds(asked);
            prop_assert!(cause.wait(failures, Some(asked), chance) >= asked);
        }
    }

    #[test]
    fn who_got_too_much_within_seconds_waits_four_times_as_long_each_time() {
        let waits = (0..5).map(|failures| Cause::PairLimited.wait(failures, None, 0.0).num_seconds());
        assert_eq!(waits.collect::<Vec<_>>(), [1, 4, 16, 64, 256]);
        let longest = Cause::PairLimited.wait(i32::MAX, None, 0.0);
        assert_eq!(longest, TimeDelta::seconds(4_096));
        let six = TimeDelta::seconds(6);
        assert_eq!(Cause::PairLimited.wait(1, Some(six), 0.0), six, "Meta asks for more than 4 s");
    }

    #[test]
    fn what_nobody_can_explain_is_tried_three_times_and_everything_else_eight() {
        for code in ["1", "131000 Something went wrong", "135000"] {
            assert_eq!(tries_max(code), 3, "{code}");
        }
        for code in ["131056", "130429", "20429", "in_doubt", "421 4.7.0 later", ""] {
            assert_eq!(tries_max(code), 8, "{code}");
        }
    }

    #[test]
    fn only_what_is_about_one_person_and_never_comes_again_is_final() {
        let finals = Cause::ALL.iter().filter(|cause| cause.ruling().is_final());
        let expected = [
            Cause::Capped,
            Cause::Experiment,
            Cause::OptOut,
            Cause::WindowClosed,
            Cause::Unreachable,
            Cause::Recipient,
            Cause::Country,
            Cause::Other,
        ];
        assert!(finals.copied().eq(expected));
    }
}
