//! When messages left, and whether people reacted: volumes below, clicks above, on one axis of time.

use chrono::NaiveDate;
use domain::report::{Dashboard, DayFigures, Figures};
use leptos::prelude::*;

use crate::{
    chart::{Drawing, Figure, Place, Series, Shape, Tone},
    i18n::{Locale, t_string, td_string, use_i18n},
    intl,
};

/// From more days than this on, weeks are drawn.
const DAYS: usize = 92;

/// Volume and engagement of the period.
#[component]
pub(super) fn Volume(
    /// The figures.
    dashboard: StoredValue<Dashboard>,
) -> impl IntoView {
    let i18n = use_i18n();
    let told = move |tell: fn(Locale, &Dashboard) -> String| {
        Signal::derive(move || dashboard.with_value(|dashboard| tell(i18n.get_locale(), dashboard)))
    };
    let drawing =
        Signal::derive(move || dashboard.with_value(|dashboard| drawing(i18n.get_locale(), dashboard)));
    view! { <Figure title=Signal::derive(move || t_string!(i18n, volume.title).to_owned()) about=told(about) caption=told(caption) drawing/> }
}

fn about(l: Locale, dashboard: &Dashboard) -> String {
    let (from, to) = (intl::day_of(l, dashboard.from), intl::day_of(l, dashboard.to));
    let zone = dashboard.zone.clone();
    match dashboard.days.len() > DAYS {
        true => td_string!(l, volume.by_week, from = from, to = to, zone = zone).to_string(),
        false => td_string!(l, volume.by_day, from = from, to = to, zone = zone).to_string(),
    }
}

/// « Le taux de clic humain passe de 2,1 % à 2,6 %. »
fn caption(l: Locale, dashboard: &Dashboard) -> String {
    let rate = |figures: &Figures| figures.click_rate().share().map(|share| intl::share(l, share));
    match (rate(&dashboard.previous), rate(&dashboard.figures)) {
        (Some(before), Some(now)) => td_string!(l, volume.answer, before = before, now = now).to_string(),
        (None, Some(now)) => td_string!(l, volume.answer_first, now = now).to_string(),
        (_, None) => td_string!(l, volume.nobody_tracked).to_owned(),
    }
}

/// Days, or weeks by their Monday.
fn steps(days: &[DayFigures]) -> Vec<(NaiveDate, Vec<&Figures>)> {
    let by_week = days.len() > DAYS;
    let mut steps: Vec<(NaiveDate, Vec<&Figures>)> = Vec::new();
    for DayFigures { day, figures } in days {
        let first = if by_week { day.week(chrono::Weekday::Mon).first_day() } else { *day };
        match steps.last_mut() {
            Some((step, of)) if *step == first => of.push(figures),
            _ => steps.push((first, vec![figures])),
        }
    }
    steps
}

/// A value for each step; none where nothing happened at all, so that a day without a send is a gap and not a zero.
fn values(steps: &[(NaiveDate, Vec<&Figures>)], of: fn(&Figures) -> i64) -> Vec<Option<f64>> {
    let sum = |figures: &Vec<&Figures>| figures.iter().map(|figures| of(figures)).sum::<i64>();
    #[allow(clippy::cast_precision_loss)]
    steps.iter().map(|(_, figures)| Some(sum(figures)).filter(|sum| *sum > 0).map(|sum| sum as f64)).collect()
}

fn drawing(l: Locale, dashboard: &Dashboard) -> Drawing {
    let steps = steps(&dashboard.days);
    let bar = |name: &str, tone, of| Series::new(name, Shape::Bar, tone, values(&steps, of));
    let clicks = Series {
        place: Place::Above,
        dotted: true,
        ..Series::new(
            td_string!(l, kpi.clicked),
            Shape::Line,
            Tone::Second,
            values(&steps, |figures| figures.clicked_human),
        )
    };
    Drawing {
        over: td_string!(l, volume.day).to_owned(),
        labels: steps.iter().map(|(day, _)| intl::day_short(l, *day)).collect(),
        series: vec![
            clicks,
            bar(td_string!(l, volume.delivered), Tone::First, |figures| figures.delivered),
            Series {
                hatched: true,
                ..bar(td_string!(l, volume.lost), Tone::Wrong, |figures| {
                    figures.bounced + figures.refused_unaccepted + figures.failed + figures.unknown
                })
            },
        ],
    }
}

#[cfg(test)]
mod tests {
    use chrono::Datelike;

    use super::*;

    fn days(count: u64) -> Vec<DayFigures> {
        let first = NaiveDate::from_ymd_opt(2026, 3, 4).unwrap();
        let figures = Figures { delivered: 1, ..Figures::default() };
        (0..count)
            .map(|day| DayFigures { day: first + chrono::Days::new(day), figures: figures.clone() })
            .collect()
    }

    #[test]
    fn long_periods_are_told_by_weeks_that_begin_on_monday_and_lose_nobody() {
        let days = days(200);
        let steps = steps(&days);
        assert!(steps.iter().all(|(day, _)| day.weekday() == chrono::Weekday::Mon));
        assert_eq!(values(&steps, |figures| figures.delivered).into_iter().flatten().sum::<f64>(), 200.0);
    }

    #[test]
    fn a_day_on_which_nothing_happened_is_a_gap() {
        let days = days(2);
        assert_eq!(values(&steps(&days), |figures| figures.bounced), [None, None]);
        assert_eq!(steps(&days).len(), 2);
    }
}
