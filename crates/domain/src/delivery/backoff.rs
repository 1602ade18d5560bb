//! How long to wait before another try.

use chrono::TimeDelta;

/// Tries that one message gets: a definite no of its own counts, a provider that rests does not.
pub const ATTEMPTS_MAX: i16 = 8;

/// The first wait, at most.
const FIRST: TimeDelta = TimeDelta::seconds(10);

/// Beyond what a provider asked for nobody waits longer: who comes back is one process, whatever was asked of the others.
const SPREAD: TimeDelta = TimeDelta::seconds(1);

/// No wait is longer.
const LONGEST: TimeDelta = TimeDelta::minutes(15);

/// Full jitter: anything up to a bound that doubles with each failure before, so that those who failed together do not come back
/// together. Never sooner than the provider asked for.
///
/// `chance` is a random number from 0 to below 1.
#[must_use]
pub fn backoff(failures: i32, asked: Option<TimeDelta>, chance: f64) -> TimeDelta {
    let doublings = u32::try_from(failures.clamp(0, 10)).unwrap_or_default();
    let bound = (FIRST * (1 << doublings)).min(LONGEST);
    let jittered = bound.num_milliseconds() as f64 * chance.clamp(0.0, 1.0);
    let wait = TimeDelta::milliseconds(jittered as i64);
    asked.map_or(wait, |asked| asked + wait.min(SPREAD))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn nobody_comes_back_before_the_provider_asked_for_or_after_a_quarter_of_an_hour_more(
            failures: i32, asked in prop::option::of(0i64..3_600), chance in 0.0..1.0
        ) {
            let asked = asked.map(TimeDelta::seconds);
            let wait = backoff(failures, asked, chance);
            prop_assert!(wait >= asked.unwrap_or_default());
            prop_assert!(wait <= asked.unwrap_or_default() + LONGEST);
        }
    }

    #[test]
    fn the_bound_doubles_with_each_failure() {
        let bounds: Vec<_> = (0..4).map(|failures| backoff(failures, None, 1.0).num_seconds()).collect();
        assert_eq!(bounds, [10, 20, 40, 80]);
        assert_eq!(backoff(30, None, 1.0), LONGEST);
    }
}
