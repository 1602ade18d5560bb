//! Whatever clocks do, nobody is written to in a quiet hour, and nobody waits longer than it lasts.

use chrono_tz::Tz;
use proptest::{collection::vec, prelude::*, sample::select};

use super::*;

/// Clocks that are set by an hour, by half an hour, for a month in the year, across midnight, or never.
const ZONES: [Tz; 7] = [
    Tz::Europe__Paris,
    Tz::America__New_York,
    Tz::Australia__Lord_Howe,
    Tz::Africa__Casablanca,
    Tz::America__Santiago,
    Tz::Asia__Beirut,
    Tz::Asia__Kolkata,
];

fn time() -> impl Strategy<Value = NaiveTime> {
    (0_u32..96).prop_map(|quarter| NaiveTime::from_hms_opt(quarter / 4, quarter % 4 * 15, 0).unwrap())
}

fn window() -> impl Strategy<Value = QuietWindow> {
    let days = proptest::sample::subsequence(Weekday::ALL.to_vec(), 1..=7);
    (time(), time(), days).prop_map(|(from, to, days)| QuietWindow { from, to, days })
}

fn hours() -> impl Strategy<Value = QuietHours> {
    let all = vec(window(), 0..4).prop_map(|windows| QuietHours { zone: None, windows });
    all.prop_filter("always quiet", |hours| hours.check("").is_ok())
}

/// When some of those clocks are set back or forward.
const CHANGES: [&str; 10] = [
    "2026-03-29T01:00:00Z",
    "2026-10-25T01:00:00Z",
    "2026-03-08T07:00:00Z",
    "2026-11-01T06:00:00Z",
    "2026-04-04T15:00:00Z",
    "2026-10-03T15:30:00Z",
    "2026-04-05T03:00:00Z",
    "2026-09-06T04:00:00Z",
    "2026-03-28T22:00:00Z",
    "2026-10-24T21:00:00Z",
];

/// By the minute: around those changes, and from 2020 to 2030.
fn instant() -> impl Strategy<Value = DateTime<Utc>> {
    let near = (select(&CHANGES), -240_i64..240)
        .prop_map(|(change, minutes)| change.parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(minutes));
    let any = (0_i64..5_259_600)
        .prop_map(|minute| DateTime::from_timestamp(1_577_836_800 + minute * 60, 0).unwrap());
    prop_oneof![2 => near, 1 => any]
}

/// What the wall says, without any thought of zones.
fn is_quiet_on_the_wall(hours: &QuietHours, wall: NaiveDateTime) -> bool {
    hours.windows.iter().any(|window| {
        [wall.date(), wall.date().pred_opt().unwrap()].into_iter().any(|day| {
            let last = if window.to > window.from { day } else { day.succ_opt().unwrap() };
            window.begins_on(day) && (day.and_time(window.from)..last.and_time(window.to)).contains(&wall)
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn nothing_leaves_while_the_wall_shows_a_quiet_hour(hours in hours(), zone in select(&ZONES), now in instant()) {
        if hours.until(&zone, now).is_none() {
            prop_assert!(!is_quiet_on_the_wall(&hours, now.with_timezone(&zone).naive_local()));
        }
    }

    #[test]
    fn the_end_is_the_first_instant_that_is_not_quiet(
        hours in hours(), zone in select(&ZONES), now in instant(), part in 0.0..1.0_f64,
    ) {
        if let Some(end) = hours.until(&zone, now) {
            prop_assert!(end > now);
            prop_assert_eq!(hours.until(&zone, end), None);
            let between = now + TimeDelta::seconds(((end - now).num_seconds() as f64 * part) as i64);
            prop_assert_eq!(hours.until(&zone, between), Some(end));
        }
    }

    #[test]
    fn a_clock_that_is_never_set_is_quiet_exactly_when_its_wall_is(hours in hours(), now in instant()) {
        let zone = Tz::Asia__Kolkata;
        let wall = now.with_timezone(&zone).naive_local();
        prop_assert_eq!(hours.until(&zone, now).is_some(), is_quiet_on_the_wall(&hours, wall));
    }
}

fn nights() -> QuietHours {
    serde_json::from_str(
        r#"{"windows": [
            {"from": "20:00", "to": "08:00:00", "days": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]},
            {"from": "00:00", "to": "00:00", "days": ["sunday"]},
            {"from": "00:00", "to": "08:00", "days": ["monday"]}]}"#,
    )
    .unwrap()
}

fn ends(zone: Tz, now: &str) -> Option<String> {
    let end = nights().until(&zone, now.parse().unwrap());
    end.map(|end| end.with_timezone(&zone).naive_local().to_string())
}

#[test]
fn nights_and_sundays_are_quiet_by_each_ones_own_clock() {
    assert_eq!(ends(Tz::Europe__Paris, "2026-03-03T18:59:59Z"), None);
    assert_eq!(ends(Tz::Europe__Paris, "2026-03-03T19:00:00Z"), Some("2026-03-04 08:00:00".into()));
    assert_eq!(ends(Tz::Indian__Mauritius, "2026-03-03T16:00:00Z"), Some("2026-03-04 08:00:00".into()));
    assert_eq!(ends(Tz::Africa__Dakar, "2026-03-03T19:00:00Z"), None);
    assert_eq!(
        ends(Tz::Europe__Paris, "2026-03-28T20:00:00Z"),
        Some("2026-03-30 08:00:00".into()),
        "Saturday night"
    );
}

#[test]
fn a_week_without_any_time_left_and_a_window_that_never_begins_are_refused() {
    let at = |text: &str| text.parse::<NaiveTime>().unwrap();
    let window = |days: &[Weekday]| QuietWindow { from: at("09:00"), to: at("09:00"), days: days.to_vec() };
    let wrong =
        |windows| QuietHours { zone: None, windows }.check("/quiet_hours").unwrap_err()[0].pointer.clone();
    assert_eq!(wrong(vec![window(Weekday::ALL)]), "/quiet_hours/windows");
    assert_eq!(wrong(vec![window(&[])]), "/quiet_hours/windows/0/days");
    assert_eq!(nights().check(""), Ok(()));
}

#[test]
fn what_a_clock_shows_twice_is_quiet_twice_and_what_it_skips_ends_when_it_goes_on() {
    let until = |from: &str, to: &str, now: &str| {
        let window =
            QuietWindow { from: from.parse().unwrap(), to: to.parse().unwrap(), days: Weekday::ALL.to_vec() };
        let hours = QuietHours { zone: None, windows: vec![window] };
        hours.until(&Tz::Europe__Paris, now.parse().unwrap()).map(|end| end.to_rfc3339())
    };
    let second = Some("2026-10-25T01:30:00+00:00".to_owned());
    assert_eq!(until("22:00", "02:30", "2026-10-25T00:15:00Z"), second, "02:15, the first time");
    assert_eq!(until("22:00", "02:30", "2026-10-25T01:15:00Z"), second, "02:15, the second time");
    let forward = Some("2026-03-29T01:00:00+00:00".to_owned());
    assert_eq!(until("22:00", "02:30", "2026-03-29T00:59:00Z"), forward);
    assert_eq!(until("22:00", "02:30", "2026-03-29T01:00:00Z"), None, "03:00");
}
