//! Slower for a while: what an account may send a second after its provider said that it sends too fast.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::Limits;

/// No limit is halved more often: of 80 messages a second five are left, of 1,000 sixty-two.
const HALVINGS_MAX: i16 = 4;

/// How long it takes until half of what was given up comes back: a stall of ours that was heard as haste must not cost a campaign much,
/// and a provider that has truly lowered its limit is not asked often.
const STEP: TimeDelta = TimeDelta::minutes(3);

/// How long after a refusal others are of the same stall: of calls that were under way, or told by a webhook.
const SAME_STALL: TimeDelta = TimeDelta::seconds(5);

/// How far the messages a second of an account are lowered. The first time that its provider finds it too fast lowers nothing: after a
/// stall of ours two seconds' messages may arrive in one. Each further time halves them, and every three minutes without one bring one
/// halving back (Meta, 130429: no time is told after which to go on).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slowdown {
    /// How often they were halved.
    pub halvings: i16,
    /// When that was last (UTC).
    pub since: DateTime<Utc>,
}

impl Slowdown {
    /// After one more time, given what is known of those before.
    #[must_use]
    pub fn after(before: Option<Self>, now: DateTime<Utc>) -> Self {
        if let Some(before) = before.filter(|before| now - before.since < SAME_STALL) {
            return before;
        }
        let again = before.filter(|before| now - before.since < STEP || before.left(now) > 0);
        let halvings = again.map_or(0, |before| before.left(now) + 1);
        Self { halvings: halvings.min(HALVINGS_MAX), since: now }
    }

    /// How long the account rests where nothing is lowered, until what it sent is a second old; none where it rests as after any refusal.
    #[must_use]
    pub fn rest(self, now: DateTime<Utc>) -> Option<TimeDelta> {
        (self.halvings == 0 || self.since != now).then_some(TimeDelta::seconds(1))
    }

    /// The halvings that still hold.
    fn left(self, now: DateTime<Utc>) -> i16 {
        let back = (now - self.since).num_seconds().max(0) / STEP.num_seconds();
        self.halvings.saturating_sub(i16::try_from(back).unwrap_or(i16::MAX)).max(0)
    }

    /// Limits as they are meanwhile: a message a second is always left.
    #[must_use]
    pub fn lower(self, limits: Limits, now: DateTime<Utc>) -> Limits {
        let divisor = 1 << self.left(now);
        Limits { per_second: limits.per_second.map(|most| (most / divisor).max(1).min(most)), ..limits }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
    }

    fn per_second(slowdown: Slowdown, minutes: i64) -> Option<u32> {
        slowdown.lower(Limits { per_second: Some(80), ..Limits::NONE }, at(minutes)).per_second
    }

    #[test]
    fn each_time_but_the_first_halves_the_rate_and_three_quiet_minutes_bring_one_halving_back() {
        let stalled = Slowdown::after(None, at(-1));
        assert_eq!((per_second(stalled, -1), stalled.rest(at(-1))), (Some(80), Some(TimeDelta::seconds(1))));
        let once = Slowdown::after(Some(stalled), at(0));
        assert_eq!(once.rest(at(0)), None, "as long as any other refusal asks for");
        assert_eq!([0, 2, 3].map(|minutes| per_second(once, minutes)), [Some(40), Some(40), Some(80)]);
        let twice = Slowdown::after(Some(once), at(1));
        assert_eq!([1, 4, 7].map(|minutes| per_second(twice, minutes)), [Some(20), Some(40), Some(80)]);
        let later = Slowdown::after(Some(twice), at(60));
        assert_eq!(per_second(later, 60), Some(80), "what was long ago counts no more");
    }

    #[test]
    fn what_is_refused_of_the_same_stall_says_nothing_new() {
        let stalled = Slowdown::after(None, at(0));
        let later = |seconds| at(0) + TimeDelta::seconds(seconds);
        assert_eq!(Slowdown::after(Some(stalled), later(4)), stalled);
        let slower = Slowdown::after(Some(stalled), later(5));
        assert_eq!(slower, Slowdown { halvings: 1, since: later(5) });
        assert_eq!(Slowdown::after(Some(slower), later(9)), slower);
        assert_eq!(
            slower.rest(later(9)),
            Some(TimeDelta::seconds(1)),
            "those that were under way wait for the same"
        );
    }

    proptest! {
        #[test]
        fn somebody_is_always_written_to_and_nobody_faster_than_without_it(
            times in 1i32..40, most in prop::option::of(0u32..2_000), minutes in 0i64..200
        ) {
            let told = (0..times).map(|nth| at(-200) + SAME_STALL * nth);
            let slowdown = told.fold(None, |before, now| Some(Slowdown::after(before, now))).unwrap();
            let limits = Limits { per_second: most, per_24_hours: Some(7), ..Limits::NONE };
            let lowered = slowdown.lower(limits, at(minutes));
            prop_assert_eq!(lowered.per_second.is_some(), most.is_some());
            prop_assert!(lowered.per_second <= most && lowered.per_second >= most.map(|most| most.min(1)));
            prop_assert_eq!(lowered.per_24_hours, Some(7));
        }
    }
}
