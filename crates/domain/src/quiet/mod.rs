//! Quiet hours: when nobody is written to, by the clock on the wall.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::{
    DateTime, Datelike, Days, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc,
};
use serde::{Deserialize, Serialize};

use crate::{
    problem::{FieldError, FieldReason},
    rules::Findings,
    text::words,
};

/// Most windows.
const WINDOWS_MAX: usize = 14;
/// How many days ahead the end is looked for: windows come again every week.
const DAYS: u64 = 8;

words! {
    /// A day of the week.
    Weekday {
        /// Monday.
        Monday = "monday",
        /// Tuesday.
        Tuesday = "tuesday",
        /// Wednesday.
        Wednesday = "wednesday",
        /// Thursday.
        Thursday = "thursday",
        /// Friday.
        Friday = "friday",
        /// Saturday.
        Saturday = "saturday",
        /// Sunday.
        Sunday = "sunday",
    }
}

/// When nothing of a campaign leaves: by the clock of the recipient where the country tells it, else by this one's zone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct QuietHours {
    /// The IANA zone for those whose country does not tell one; none for the organisation's.
    pub zone: Option<String>,
    /// The windows, at most 14; without any, no hour is quiet.
    pub windows: Vec<QuietWindow>,
}

/// One window, which comes again every week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct QuietWindow {
    /// When it begins on the wall: `20:00:00`.
    pub from: NaiveTime,
    /// When it ends on the wall; on the day after where that is not later than `from`. The same time is a whole day.
    pub to: NaiveTime,
    /// The days on which it begins.
    pub days: Vec<Weekday>,
}

impl QuietHours {
    /// Until when it is quiet by the clock of a zone; none where it is not quiet now. Where clocks are set back, what happens twice
    /// is quiet both times; where they are set forward, what does not happen ends when clocks go on.
    #[must_use]
    pub fn until<Z: TimeZone>(&self, zone: &Z, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let today = now.with_timezone(zone).date_naive();
        let spans: Vec<_> = self.spans(zone, today).collect();
        let end_of = |at: DateTime<Utc>| {
            spans.iter().filter(|(from, to)| (*from..*to).contains(&at)).map(|(_, to)| *to).max()
        };
        // One window may go on where another ends.
        std::iter::successors(end_of(now), |end| end_of(*end)).last()
    }

    /// The windows around a day, as spans of time.
    fn spans<Z: TimeZone>(
        &self,
        zone: &Z,
        today: NaiveDate,
    ) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> {
        let first = today.checked_sub_days(Days::new(2)).unwrap_or(today);
        let days = first.iter_days().take((DAYS + 2) as usize);
        days.flat_map(move |day| {
            let begun = self.windows.iter().filter(move |window| window.begins_on(day));
            begun.map(move |window| window.span(zone, day))
        })
    }

    /// Checks that every window begins on some day, and that some time is left in every week.
    ///
    /// # Errors
    /// Every wrong field, by its JSON pointer behind `under`.
    pub fn check(&self, under: &str) -> Result<(), Vec<FieldError>> {
        let mut findings = Findings::default();
        if self.windows.len() > WINDOWS_MAX {
            findings.add(format!("{under}/windows"), FieldReason::TooMany, WINDOWS_MAX);
        } else if self.is_always_quiet() {
            findings.add(
                format!("{under}/windows"),
                FieldReason::Unknown,
                "windows that leave some time in the week",
            );
        }
        for (index, window) in self.windows.iter().enumerate() {
            let pointer = format!("{under}/windows/{index}/days");
            if window.days.is_empty() {
                findings.add(&pointer, FieldReason::Required, "");
            }
            if window.days.iter().collect::<BTreeSet<_>>().len() < window.days.len() {
                findings.add(pointer, FieldReason::Duplicate, "");
            }
        }
        findings.verdict()
    }

    /// Whether the windows leave no time at all in a week of a clock that is never set.
    fn is_always_quiet(&self) -> bool {
        let monday = DateTime::UNIX_EPOCH + TimeDelta::days(4);
        self.until(&Utc, monday).is_some_and(|end| end - monday >= TimeDelta::days(7))
    }
}

impl QuietWindow {
    fn begins_on(&self, day: NaiveDate) -> bool {
        let weekday = Weekday::ALL[day.weekday().num_days_from_monday() as usize];
        self.days.contains(&weekday)
    }

    fn span<Z: TimeZone>(&self, zone: &Z, day: NaiveDate) -> (DateTime<Utc>, DateTime<Utc>) {
        let last = if self.to > self.from { day } else { day.succ_opt().unwrap_or(day) };
        (first_at(zone, day.and_time(self.from)), last_at(zone, last.and_time(self.to)))
    }
}

/// The first instant at which a clock shows a time.
pub(crate) fn first_at<Z: TimeZone>(zone: &Z, wall: NaiveDateTime) -> DateTime<Utc> {
    match zone.from_local_datetime(&wall) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.to_utc(),
        LocalResult::None => after_gap(zone, wall),
    }
}

/// The last instant at which a clock shows a time.
fn last_at<Z: TimeZone>(zone: &Z, wall: NaiveDateTime) -> DateTime<Utc> {
    match zone.from_local_datetime(&wall) {
        LocalResult::Single(at) | LocalResult::Ambiguous(_, at) => at.to_utc(),
        LocalResult::None => after_gap(zone, wall),
    }
}

/// When a clock goes on that skips a time: by the minute, for a day at most.
fn after_gap<Z: TimeZone>(zone: &Z, wall: NaiveDateTime) -> DateTime<Utc> {
    let later = (1..=1_440).map(|minutes| wall + TimeDelta::minutes(minutes));
    let shown = later.filter_map(|wall| zone.from_local_datetime(&wall).earliest());
    shown.map(|at| at.to_utc()).next().unwrap_or_else(|| wall.and_utc())
}
