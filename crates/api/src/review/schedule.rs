//! When a campaign would leave: what its wall time means, and whether people sleep then.

use chrono::{DateTime, Datelike, LocalResult, TimeZone, Timelike, Utc, Weekday};
use chrono_tz::Tz;
use domain::{
    campaign::{Campaign, CampaignState, Schedule},
    check::{Check, CheckCode, Severity},
};

/// The hours in which people expect to be written to, on their own clock.
const DAY: std::ops::Range<u32> = 8..20;
const WALL: Option<&str> = Some("/schedule/wall");

/// When the campaign would leave (none for at once), and what speaks against it. `home` is the organisation's zone, whose clock
/// counts where the campaign names none.
pub(super) fn look(
    campaign: &Campaign,
    home: Tz,
    now: DateTime<Utc>,
) -> (Option<DateTime<Utc>>, Option<Check>) {
    judge(still_counts(campaign), home, now)
}

/// When the campaign would leave: at its due time, else now.
pub(crate) fn leaves_at(campaign: &Campaign, home: Tz, now: DateTime<Utc>) -> DateTime<Utc> {
    look(campaign, home, now).0.unwrap_or(now)
}

/// The schedule of an overdue campaign has been missed, and a launch by a person is the answer to that: it leaves at once.
fn still_counts(campaign: &Campaign) -> Option<&Schedule> {
    campaign.schedule.as_ref().filter(|_| campaign.state != CampaignState::Overdue)
}

fn judge(
    schedule: Option<&Schedule>,
    home: Tz,
    now: DateTime<Utc>,
) -> (Option<DateTime<Utc>>, Option<Check>) {
    let Some(schedule) = schedule else { return (None, quiet(now.with_timezone(&home))) };
    match instant(schedule) {
        Err(check) => (None, Some(check)),
        Ok(due) if due.to_utc() <= now => {
            let past = Check::new(CheckCode::SchedulePast, Severity::Blocking, schedule.wall, WALL);
            (Some(due.to_utc()), Some(past))
        }
        Ok(due) => (Some(due.to_utc()), quiet(due)),
    }
}

/// The instant that a wall time means. Where clocks are set back it exists twice, and the first is meant; where they are set
/// forward it does not exist at all.
fn instant(schedule: &Schedule) -> Result<DateTime<Tz>, Check> {
    let wrong = |about: String, pointer| {
        Check::new(CheckCode::ScheduleZone, Severity::Blocking, about, Some(pointer))
    };
    let zone: Tz = schedule.zone.parse().map_err(|_| wrong(schedule.zone.clone(), "/schedule/zone"))?;
    match zone.from_local_datetime(&schedule.wall) {
        LocalResult::Single(instant) | LocalResult::Ambiguous(instant, _) => Ok(instant),
        LocalResult::None => Err(wrong(format!("{} ({})", schedule.wall, schedule.zone), "/schedule/wall")),
    }
}

fn quiet(at: DateTime<Tz>) -> Option<Check> {
    let is_quiet = at.weekday() == Weekday::Sun || !DAY.contains(&at.hour());
    is_quiet.then(|| Check::new(CheckCode::ScheduleQuiet, Severity::Warning, at.naive_local(), WALL))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(wall: &str, zone: &str) -> (Option<String>, Option<CheckCode>) {
        let schedule = Schedule { wall: wall.parse().unwrap(), zone: zone.to_owned() };
        let now = Utc.with_ymd_and_hms(2026, 3, 2, 9, 0, 0).unwrap();
        let (due, check) = judge(Some(&schedule), Tz::Europe__Paris, now);
        (due.map(|due| due.to_rfc3339()), check.map(|check| check.code))
    }

    #[test]
    fn a_wall_time_is_told_as_its_instant() {
        assert_eq!(
            judged("2026-03-03T14:30:00", "Europe/Paris"),
            (Some("2026-03-03T13:30:00+00:00".into()), None)
        );
        assert_eq!(
            judged("2026-03-03T08:30:00", "America/Martinique"),
            (Some("2026-03-03T12:30:00+00:00".into()), None)
        );
    }

    #[test]
    fn a_wall_time_that_clocks_skip_is_refused_and_one_that_comes_twice_means_the_first() {
        assert_eq!(judged("2026-03-29T02:30:00", "Europe/Paris"), (None, Some(CheckCode::ScheduleZone)));
        let (due, check) = judged("2026-10-25T02:30:00", "Europe/Paris");
        assert_eq!(
            (due.as_deref(), check),
            (Some("2026-10-25T00:30:00+00:00"), Some(CheckCode::ScheduleQuiet))
        );
    }

    #[test]
    fn a_zone_that_nobody_knows_and_a_time_that_has_passed_block() {
        assert_eq!(judged("2026-03-03T14:30:00", "Europe/Lutece"), (None, Some(CheckCode::ScheduleZone)));
        assert_eq!(judged("2026-03-02T10:00:00", "Europe/Paris").1, Some(CheckCode::SchedulePast));
    }

    #[test]
    fn nights_and_sundays_deserve_a_look() {
        for wall in ["2026-03-03T07:59:00", "2026-03-03T20:00:00", "2026-03-08T11:00:00"] {
            assert_eq!(judged(wall, "Europe/Paris").1, Some(CheckCode::ScheduleQuiet), "{wall}");
        }
    }

    #[test]
    fn at_once_is_judged_by_the_organisations_clock() {
        let night = Utc.with_ymd_and_hms(2026, 3, 3, 2, 0, 0).unwrap();
        let quiet = |home| judge(None, home, night).1.map(|check| check.code);
        assert_eq!(quiet(Tz::Europe__Paris), Some(CheckCode::ScheduleQuiet));
        assert_eq!(quiet(Tz::Indian__Reunion), Some(CheckCode::ScheduleQuiet));
        assert_eq!(quiet(Tz::Asia__Tokyo), None);
    }
}
