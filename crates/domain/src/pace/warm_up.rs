//! A plan by which a new address or account sends somewhat more each day, until mailboxes know it.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// From a first day's limit to the last, somewhat more each day (UTC).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WarmUp {
    /// The first day (UTC). Before it, the first day's limit holds.
    pub from: NaiveDate,
    /// Messages on the first day, at least 1.
    pub first: u32,
    /// How many percent more each day has than the one before, 1 to 900; at least one message more.
    pub growth_percent: u16,
    /// Where it ends: from the day on that would reach it, only the account's other limits hold.
    pub until: u32,
}

impl WarmUp {
    /// Most days of a plan: a longer one is a limit, not a plan.
    pub const DAYS_MAX: u64 = 365;

    /// Most messages on a day; none once the plan has ended.
    #[must_use]
    pub fn limit_on(&self, day: NaiveDate) -> Option<u32> {
        let days = day.signed_duration_since(self.from).num_days().clamp(0, Self::DAYS_MAX.cast_signed());
        let limit = (0..days).try_fold(self.first, |limit, _| self.next(limit))?;
        (limit < self.until).then_some(limit)
    }

    /// The day on which it has ended; none where that would take longer than [`WarmUp::DAYS_MAX`].
    #[must_use]
    pub fn ends_on(&self) -> Option<NaiveDate> {
        let days = (0..=Self::DAYS_MAX).map_while(|days| self.from.checked_add_days(Days::new(days)));
        days.into_iter().find(|day| self.limit_on(*day).is_none())
    }

    /// The limit of the day after; none where the end is reached.
    fn next(&self, limit: u32) -> Option<u32> {
        let grown = u64::from(limit) * (100 + u64::from(self.growth_percent)) / 100;
        let next = u32::try_from(grown).unwrap_or(u32::MAX).max(limit.saturating_add(1));
        (next < self.until).then_some(next)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(days: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 2, 27).unwrap() + Days::new(days)
    }

    #[test]
    fn each_day_has_its_share_more_until_the_end() {
        let plan = WarmUp { from: day(0), first: 100, growth_percent: 50, until: 500 };
        let limits: Vec<_> = (0..6).map(|days| plan.limit_on(day(days))).collect();
        assert_eq!(limits, [Some(100), Some(150), Some(225), Some(337), None, None]);
        assert_eq!(plan.limit_on(day(0) - Days::new(9)), Some(100), "before it begins");
        assert_eq!(plan.ends_on(), Some(day(4)));
        let slow = WarmUp { from: day(0), first: 1, growth_percent: 1, until: 4 };
        let limits: Vec<_> = (0..4).map(|days| slow.limit_on(day(days))).collect();
        assert_eq!(limits, [Some(1), Some(2), Some(3), None], "one message more at least");
    }

    proptest! {
        #[test]
        fn a_plan_grows_every_day_and_never_reaches_its_end_before_it_ends(
            first in 1_u32..100_000, growth_percent in 1_u16..=900, until in 1_u32..10_000_000, days in 0_u64..400,
        ) {
            let plan = WarmUp { from: day(0), first, growth_percent, until };
            let (today, tomorrow) = (plan.limit_on(day(days)), plan.limit_on(day(days + 1)));
            prop_assert!(today.is_none_or(|limit| limit < until));
            match (today, tomorrow) {
                (Some(today), Some(tomorrow)) => prop_assert!(tomorrow > today || days >= WarmUp::DAYS_MAX),
                (None, tomorrow) => prop_assert_eq!(tomorrow, None),
                (Some(_), None) => {}
            }
        }
    }
}
