//! When people came: the curve of those who clicked, and how soon half of them had.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Channel,
    report::{CampaignReport, HourFigures},
};
use leptos::prelude::*;

use crate::{
    chart::{Drawing, Figure, Note, Series, Shape, Tone},
    i18n::{Locale, t_string, td_string, use_i18n},
    intl,
};

/// Hours that are shown: nearly all clicks come within three days.
const HOURS: i64 = 72;

/// Clicked, and opened (by WhatsApp: read), cumulated: how many there were when each hour struck, from the nought before the first one on.
#[derive(Debug, Clone, PartialEq, Default)]
struct Growth {
    hours: Vec<DateTime<Utc>>,
    clicked: Vec<i64>,
    seen: Vec<i64>,
}

impl Growth {
    fn of(hours: &[HourFigures]) -> Self {
        let (Some(first), Some(last)) = (hours.first(), hours.last()) else { return Self::default() };
        let span = (last.hour - first.hour).num_hours().min(HOURS);
        let (mut clicked, mut seen) = (0, 0);
        let mut growth = Self { hours: vec![first.hour], clicked: vec![0], seen: vec![0] };
        for hour in (0..=span).map(|hour| first.hour + TimeDelta::hours(hour)) {
            let of = hours.iter().find(|figures| figures.hour == hour);
            clicked += of.map_or(0, |of| of.figures.clicked_human);
            // Only one of the two is ever counted: e-mail is opened, WhatsApp is read.
            seen += of.map_or(0, |of| of.figures.opened_human + of.figures.read);
            growth.hours.push(hour + TimeDelta::hours(1));
            growth.clicked.push(clicked);
            growth.seen.push(seen);
        }
        growth
    }

    /// After how many hours half of the clicks had come.
    fn half(&self) -> Option<usize> {
        let total = *self.clicked.last()?;
        (total > 0).then(|| self.clicked.iter().position(|count| count * 2 >= total)).flatten()
    }
}

/// The curve.
#[component]
pub(super) fn Curve(
    /// The report.
    report: Signal<Option<CampaignReport>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let growth = Memo::new(move |_| {
        report.with(|report| {
            Growth::of(report.as_ref().map(|report| report.hours.as_slice()).unwrap_or_default())
        })
    });
    let channel = Memo::new(move |_| {
        report.with(|report| report.as_ref().map_or(Channel::Email, |report| report.campaign.channel))
    });
    let drawing =
        Signal::derive(move || growth.with(|growth| drawing(i18n.get_locale(), channel.get(), growth)));
    let caption = Signal::derive(move || growth.with(|growth| caption(i18n.get_locale(), growth)));
    view! {
        <Figure title=Signal::derive(move || t_string!(i18n, time.title).to_owned())
            about=Signal::derive(move || about(i18n.get_locale(), channel.get())) caption drawing/>
    }
}

fn about(l: Locale, channel: Channel) -> String {
    match channel {
        Channel::Email => td_string!(l, time.about, zone = intl::zone()).to_string(),
        Channel::Whatsapp => td_string!(l, time.about_whatsapp, zone = intl::zone()).to_string(),
    }
}

fn drawing(l: Locale, channel: Channel, growth: &Growth) -> Drawing {
    let values = |counts: &[i64]| {
        #[allow(clippy::cast_precision_loss)]
        counts.iter().map(|count| Some(*count as f64)).collect()
    };
    let note = growth.half().map(|at| Note {
        at,
        text: td_string!(l, time.half, hours = intl::number(l, at as u64)).to_string(),
    });
    let clicked = Series {
        note,
        ..Series::new(td_string!(l, kpi.clicked), Shape::Area, Tone::Main, values(&growth.clicked))
    };
    let name = match channel {
        Channel::Email => td_string!(l, kpi.opened),
        Channel::Whatsapp => td_string!(l, kpi.read),
    };
    let seen =
        Series { dashed: true, ..Series::new(name, Shape::Line, Tone::Reference, values(&growth.seen)) };
    Drawing {
        over: td_string!(l, time.hour).to_owned(),
        labels: growth.hours.iter().map(|hour| intl::hour_of_week(l, *hour)).collect(),
        series: vec![clicked, seen],
    }
}

fn caption(l: Locale, growth: &Growth) -> String {
    match growth.half() {
        Some(at) => td_string!(l, time.answer, hours = intl::number(l, at as u64)).to_string(),
        None => td_string!(l, time.nobody_yet).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use domain::report::Figures;

    use super::*;

    fn at(hour: i64, clicked_human: i64) -> HourFigures {
        let hour = DateTime::from_timestamp(hour * 3_600, 0).unwrap();
        HourFigures { hour, figures: Figures { clicked_human, ..Figures::default() } }
    }

    #[test]
    fn an_hour_without_clicks_keeps_the_count() {
        assert_eq!(Growth::of(&[at(0, 3), at(3, 1)]).clicked, [0, 3, 3, 3, 4]);
    }

    #[test]
    fn a_single_hour_is_a_curve_already() {
        assert_eq!(Growth::of(&[at(0, 5)]).clicked, [0, 5]);
    }

    #[test]
    fn half_of_the_clicks_is_reached_in_the_hour_that_brings_it() {
        assert_eq!(Growth::of(&[at(0, 1), at(1, 1), at(2, 2)]).half(), Some(2));
        assert_eq!(Growth::of(&[at(0, 0)]).half(), None);
        assert_eq!(Growth::of(&[]).half(), None);
    }

    #[test]
    fn a_late_click_does_not_make_the_curve_endless() {
        assert_eq!(Growth::of(&[at(0, 1), at(5_000, 1)]).hours.len(), 74);
    }
}
