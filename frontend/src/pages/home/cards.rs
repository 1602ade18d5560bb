//! The figures of the period, against the one before.

use domain::report::{Dashboard, Figures, Rate};

use crate::{
    i18n::{Locale, td_string},
    intl,
    ui::{Change, Kpi, Sense},
};

/// How one figure is made.
struct Recipe {
    name: &'static str,
    definition: &'static str,
    of: &'static str,
    rate: fn(&Figures) -> Rate,
    more_is_better: bool,
}

/// Six cards.
pub(super) fn cards(l: Locale, dashboard: &Dashboard) -> Vec<Kpi> {
    let (accepted, delivered, tracked) =
        (td_string!(l, kpi.of_accepted), td_string!(l, kpi.of_delivered), td_string!(l, kpi.of_tracked));
    let recipe =
        |name, definition, of, rate, more_is_better| Recipe { name, definition, of, rate, more_is_better };
    let recipes = [
        recipe(
            td_string!(l, kpi.delivered),
            td_string!(l, kpi.delivered_is),
            accepted,
            Figures::delivery_rate as fn(&Figures) -> Rate,
            true,
        ),
        recipe(td_string!(l, kpi.clicked), td_string!(l, kpi.clicked_is), tracked, Figures::click_rate, true),
        recipe(td_string!(l, kpi.opened), td_string!(l, kpi.opened_is), tracked, Figures::open_rate, true),
        recipe(
            td_string!(l, kpi.unsubscribed),
            td_string!(l, kpi.unsubscribed_is),
            delivered,
            Figures::unsubscribe_rate,
            false,
        ),
        recipe(
            td_string!(l, kpi.bounced),
            td_string!(l, kpi.bounced_is),
            accepted,
            Figures::bounce_rate,
            false,
        ),
    ];
    std::iter::once(sent(l, dashboard))
        .chain(recipes.iter().map(|recipe| card(l, dashboard, recipe)))
        .collect()
}

/// How many left.
fn sent(l: Locale, dashboard: &Dashboard) -> Kpi {
    let (now, before) = (dashboard.figures.accepted, dashboard.previous.accepted);
    #[allow(clippy::cast_precision_loss)]
    let change = (before > 0).then(|| (now - before) as f64 / before as f64);
    Kpi {
        name: td_string!(l, kpi.sent).to_owned(),
        value: intl::count(l, now),
        of: format!(
            "{} / {} {}",
            intl::count(l, now),
            intl::count(l, dashboard.figures.planned),
            td_string!(l, kpi.of_planned)
        ),
        definition: td_string!(l, kpi.sent_is).to_owned(),
        change: change.map(|by| Change {
            text: intl::signed_share(l, by),
            up: by >= 0.0,
            sense: Sense::Neutral,
        }),
        trend: trend(dashboard, |figures| figures.accepted),
    }
}

fn card(l: Locale, dashboard: &Dashboard, recipe: &Recipe) -> Kpi {
    let Rate { part, whole } = (recipe.rate)(&dashboard.figures);
    Kpi {
        name: recipe.name.to_owned(),
        value: intl::ratio(l, part, whole),
        of: format!("{} / {} {}", intl::count(l, part), intl::count(l, whole), recipe.of),
        definition: recipe.definition.to_owned(),
        change: moved(l, dashboard, recipe),
        trend: trend(dashboard, |figures| (recipe.rate)(figures).part),
    }
}

/// The difference in points of percentage.
fn moved(l: Locale, dashboard: &Dashboard, recipe: &Recipe) -> Option<Change> {
    let share = |figures| (recipe.rate)(figures).share();
    let points = (share(&dashboard.figures)? - share(&dashboard.previous)?) * 100.0;
    let sense = match points.abs() < 0.05 {
        true => Sense::Neutral,
        false if (points > 0.0) == recipe.more_is_better => Sense::Good,
        false => Sense::Bad,
    };
    Some(Change {
        text: td_string!(l, kpi.points, points = intl::signed(l, points)).to_string(),
        up: points >= 0.0,
        sense,
    })
}

/// Day by day; a day on which nothing left is a gap.
fn trend(dashboard: &Dashboard, of: impl Fn(&Figures) -> i64) -> Vec<Option<f64>> {
    #[allow(clippy::cast_precision_loss)]
    let value = |figures: &Figures| (figures.accepted > 0).then(|| of(figures) as f64);
    dashboard.days.iter().map(|day| value(&day.figures)).collect()
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate};

    use super::*;

    fn dashboard(clicked: i64, before: i64) -> Dashboard {
        let figures =
            |clicked_human| Figures { clicked_human, delivered_clicks_tracked: 100, ..Figures::default() };
        Dashboard {
            from: NaiveDate::default(),
            to: NaiveDate::default(),
            zone: "Europe/Paris".into(),
            figures: figures(clicked),
            previous: figures(before),
            days: Vec::new(),
            attention: Vec::new(),
            campaigns: Vec::new(),
            at: DateTime::default(),
        }
    }

    #[test]
    fn without_a_period_before_nothing_is_compared() {
        let recipe =
            Recipe { name: "", definition: "", of: "", rate: Figures::open_rate, more_is_better: true };
        assert!(moved(Locale::fr, &dashboard(2, 1), &recipe).is_none());
    }
}
