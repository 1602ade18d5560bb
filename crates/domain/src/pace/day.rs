//! The days of a campaign that may send so many a day: each begins at the hour at which the campaign was due, by the
//! organisation's clock, so that what waits for a new day does not leave at midnight.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, TimeDelta, TimeZone, Utc};
use serde::{Deserialize, Serialize};

use super::{Limits, Taken};
use crate::quiet::first_at;

/// A day of a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CampaignDay {
    /// When it began (UTC).
    pub begins_at: DateTime<Utc>,
    /// When the next one begins (UTC).
    pub ends_at: DateTime<Utc>,
}

/// How many may leave on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayQuota {
    /// Most messages.
    pub limit: u32,
    /// The day.
    pub day: CampaignDay,
}

/// What a campaign has taken under its own limits, of late and by its days.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CampaignTaken {
    #[serde(flatten)]
    of_late: Taken,
    /// By the beginnings of the days.
    days: BTreeMap<DateTime<Utc>, u32>,
}

/// For how long a day is remembered after its beginning: places are given back soon after they were taken, or never.
const KEPT: TimeDelta = TimeDelta::days(3);

impl CampaignDay {
    /// The day of a campaign that was due then. Where clocks skip the hour, the day begins when they go on.
    pub fn at<Z: TimeZone>(zone: &Z, due_at: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        let hour = due_at.with_timezone(zone).time();
        let today = now.with_timezone(zone).date_naive();
        let begins = |date: Option<chrono::NaiveDate>| first_at(zone, date.unwrap_or(today).and_time(hour));
        let begun = begins(Some(today));
        if begun <= now {
            Self { begins_at: begun, ends_at: begins(today.checked_add_days(Days::new(1))) }
        } else {
            Self { begins_at: begins(today.checked_sub_days(Days::new(1))), ends_at: begun }
        }
    }
}

impl CampaignTaken {
    /// How many may be taken now; none for as many as there are.
    #[must_use]
    pub fn free(&self, limits: &Limits, quota: Option<&DayQuota>, now: DateTime<Utc>) -> Option<u32> {
        let today = quota.map(|quota| self.left(quota));
        self.of_late.free(limits, now).into_iter().chain(today).min()
    }

    /// When at least one may be taken: now, or the first instant at which no limit forbids it.
    #[must_use]
    pub fn free_at(&self, limits: &Limits, quota: Option<&DayQuota>, now: DateTime<Utc>) -> DateTime<Utc> {
        let free_at = self.of_late.free_at(limits, now);
        let spent = quota.filter(|quota| self.left(quota) == 0);
        spent.map_or(free_at, |quota| free_at.max(quota.day.ends_at))
    }

    /// Counts messages as taken.
    pub fn take(&mut self, limits: &Limits, quota: Option<&DayQuota>, now: DateTime<Utc>, count: u32) {
        self.of_late.take(limits, now, count);
        if let Some(DayQuota { day, .. }) = quota {
            self.days.retain(|begun, _| *begun + KEPT > day.begins_at);
            let taken = self.days.entry(day.begins_at).or_default();
            *taken = taken.saturating_add(count);
        }
    }

    /// Messages that were taken then did not leave after all.
    pub fn give_back(&mut self, taken_at: DateTime<Utc>, count: u32) {
        self.of_late.give_back(taken_at, count, count);
        if let Some((_, taken)) = self.days.range_mut(..=taken_at).next_back() {
            *taken = taken.saturating_sub(count);
        }
    }

    fn left(&self, quota: &DayQuota) -> u32 {
        let taken = self.days.get(&quota.day.begins_at).copied().unwrap_or_default();
        quota.limit.saturating_sub(taken)
    }
}

/// On how many days so many messages leave, where so many may leave on the first day and on each that follows.
#[must_use]
pub const fn days(messages: i64, first: i64, later: i64) -> i64 {
    let rest = messages - if first > 0 { first } else { 0 };
    match rest {
        ..=0 => 1,
        _ => 2 + (rest - 1) / if later > 0 { later } else { 1 },
    }
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Paris;
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn day(due: &str, now: &str) -> [String; 2] {
        let CampaignDay { begins_at, ends_at } = CampaignDay::at(&Paris, at(due), at(now));
        [begins_at, ends_at].map(|at| at.with_timezone(&Paris).format("%m-%d %H:%M").to_string())
    }

    #[test]
    fn a_day_begins_at_the_hour_at_which_the_campaign_was_due() {
        let due = "2026-03-02T08:30:00Z";
        assert_eq!(day(due, due), ["03-02 09:30", "03-03 09:30"]);
        assert_eq!(day(due, "2026-03-04T08:29:59Z"), ["03-03 09:30", "03-04 09:30"]);
        assert_eq!(day(due, "2026-03-04T08:30:00Z"), ["03-04 09:30", "03-05 09:30"]);
    }

    #[test]
    fn the_hour_stays_when_clocks_are_set_and_what_they_skip_begins_when_they_go_on() {
        assert_eq!(day("2026-03-27T08:30:00Z", "2026-03-29T08:00:00Z"), ["03-29 09:30", "03-30 09:30"]);
        assert_eq!(day("2026-03-27T01:30:00Z", "2026-03-29T02:00:00Z"), ["03-29 03:00", "03-30 02:30"]);
    }

    proptest! {
        #[test]
        fn one_day_follows_the_other_without_a_gap(due in 0i64..2_000_000_000, later in 0i64..400_000_000) {
            let (due, now) = (DateTime::from_timestamp(due, 0).unwrap(), DateTime::from_timestamp(due + later, 0).unwrap());
            let today = CampaignDay::at(&Paris, due, now);
            prop_assert!(today.begins_at <= now && now < today.ends_at);
            prop_assert_eq!(CampaignDay::at(&Paris, due, today.ends_at).begins_at, today.ends_at);
        }

        #[test]
        fn so_many_days_as_it_takes_to_send_day_by_day(messages in 1i64..5_000, first in 0i64..900, later in 1i64..900) {
            let (mut left, mut count) = (messages - first, 1);
            while left > 0 {
                left -= later;
                count += 1;
            }
            prop_assert_eq!(days(messages, first, later), count);
        }
    }

    #[test]
    fn what_a_day_has_taken_is_free_again_on_the_next_or_when_it_is_given_back() {
        let due = at("2026-03-02T08:30:00Z");
        let quota = |now| DayQuota { limit: 5, day: CampaignDay::at(&Paris, due, now) };
        let mut taken = CampaignTaken::default();
        taken.take(&Limits::NONE, Some(&quota(due)), due, 5);
        assert_eq!(taken.free(&Limits::NONE, Some(&quota(due)), due), Some(0));
        let tomorrow = taken.free_at(&Limits::NONE, Some(&quota(due)), due);
        assert_eq!(tomorrow, at("2026-03-03T08:30:00Z"));
        assert_eq!(taken.free(&Limits::NONE, Some(&quota(tomorrow)), tomorrow), Some(5));
        taken.give_back(due, 2);
        assert_eq!(taken.free(&Limits::NONE, Some(&quota(due)), due), Some(2));
    }

    #[test]
    fn what_was_kept_before_there_were_days_is_still_read() {
        let old = serde_json::to_value(Taken::default()).unwrap();
        assert_eq!(serde_json::from_value::<CampaignTaken>(old).unwrap(), CampaignTaken::default());
    }
}
