//! Query strings that several lists share.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, de::DeserializeOwned};

use super::Refusal;

/// Longest period of a report, in days.
const DAYS_MAX: i64 = 90;

/// Order of making.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Sort {
    Asc,
    #[default]
    Desc,
}

/// Parses a query string.
pub(crate) fn parse<T: DeserializeOwned>(query: &str) -> Result<T, Refusal> {
    serde_urlencoded::from_str(query).map_err(|error| Refusal::invalid(error.to_string()))
}

/// The page's length, within what the operation allows.
pub(crate) fn page_limit(asked: Option<usize>, default: usize, max: usize) -> Result<usize, Refusal> {
    match asked.unwrap_or(default) {
        limit if limit > max => Err(Refusal::out_of_range(format!("limit exceeds {max}"))),
        limit => Ok(limit),
    }
}

/// Instants from one on and before another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Period {
    from: Option<DateTime<Utc>>,
    until: Option<DateTime<Utc>>,
}

impl Period {
    /// Whole UTC days; both dates or none.
    pub(crate) fn between(start: Option<&str>, end: Option<&str>) -> Result<Self, Refusal> {
        let (start, end) = match (start, end) {
            (None, None) => return Ok(Self { from: None, until: None }),
            (Some(start), Some(end)) => (day("startDate", start)?, day("endDate", end)?),
            _ => return Err(Refusal::missing("startDate and endDate are wanted together")),
        };
        if end < start {
            return Err(Refusal::out_of_range("endDate is before startDate"));
        }
        if end - start > TimeDelta::days(DAYS_MAX) {
            return Err(Refusal::out_of_range(format!("the period exceeds {DAYS_MAX} days")));
        }
        Ok(Self { from: Some(midnight(start)), until: Some(midnight(end) + TimeDelta::days(1)) })
    }

    /// The last days, today included.
    pub(crate) fn last(days: i64, now: DateTime<Utc>) -> Result<Self, Refusal> {
        if !(1..=DAYS_MAX).contains(&days) {
            return Err(Refusal::out_of_range(format!("days must be from 1 to {DAYS_MAX}")));
        }
        Ok(Self { from: Some(midnight(now.date_naive()) - TimeDelta::days(days - 1)), until: None })
    }

    pub(crate) fn holds(&self, at: DateTime<Utc>) -> bool {
        self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at < until)
    }
}

fn day(name: &str, text: &str) -> Result<NaiveDate, Refusal> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .map_err(|_| Refusal::invalid(format!("{name} is not YYYY-MM-DD")))
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(chrono::NaiveTime::MIN).and_utc()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_holds_both_of_its_days() {
        let period = Period::between(Some("2026-11-21"), Some("2026-11-22")).unwrap();
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        assert!(period.holds(at("2026-11-21T00:00:00Z")) && period.holds(at("2026-11-22T23:59:59Z")));
        assert!(!period.holds(at("2026-11-20T23:59:59Z")) && !period.holds(at("2026-11-23T00:00:00Z")));
    }

    #[test]
    fn half_a_period_and_one_that_is_too_long_are_refused() {
        assert!(Period::between(Some("2026-11-21"), None).is_err());
        assert!(Period::between(Some("2026-01-01"), Some("2026-11-22")).is_err());
        assert!(Period::last(91, DateTime::UNIX_EPOCH).is_err());
    }
}
