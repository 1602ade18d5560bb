//! A figure: its name and definition, the number, what it is out of, and how it moves.

use leptos::prelude::*;

use super::{Icon, fresh_id};
use crate::{
    chart::Spark,
    i18n::{t_string, use_i18n},
};

/// Whether a movement is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sense {
    /// Better.
    Good,
    /// Worse.
    Bad,
    /// Neither.
    Neutral,
}

/// How a figure moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    /// The signed difference with its unit: « +0,5 pt ».
    pub(crate) text: String,
    /// Up or down.
    pub(crate) up: bool,
    /// Good or bad.
    pub(crate) sense: Sense,
}

/// What a card shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Kpi {
    /// Its name.
    pub(crate) name: String,
    /// The figure, or a dash.
    pub(crate) value: String,
    /// What it is out of: « 1 090 / 41 912 délivrés ».
    pub(crate) of: String,
    /// What it is: numerator, denominator, whose clicks.
    pub(crate) definition: String,
    /// Against the period before.
    pub(crate) change: Option<Change>,
    /// The period, value by value.
    pub(crate) trend: Vec<Option<f64>>,
}

/// The cards in a row.
#[component]
pub(crate) fn KpiRow(
    /// The figures.
    #[prop(into)]
    cards: Signal<Vec<Kpi>>,
    /// What they are, for whoever does not see the frame.
    #[prop(into)]
    label: TextProp,
) -> impl IntoView {
    view! {
        <section class="eb-block eb-flush eb-span-12" aria-label=move || label.get()>
            <div class="eb-kpis">{move || cards.get().into_iter().map(|card| view! { <Card card/> }).collect_view()}</div>
        </section>
    }
}

#[component]
fn Card(card: Kpi) -> impl IntoView {
    let Kpi { name, value, of, definition, change, trend } = card;
    let about = name.clone();
    // One point is no movement.
    let has_trend = trend.iter().flatten().count() > 1;
    view! {
        <div class="eb-kpi">
            <div class="eb-kpi-head"><h3>{name}</h3><Definition about definition/></div>
            <p class="eb-figure num">{value}</p>
            {change.map(|change| view! { <Movement change/> })}
            <p class="eb-kpi-of num">{of}</p>
            {has_trend.then(|| view! { <Spark values=trend/> })}
        </div>
    }
}

#[component]
fn Movement(change: Change) -> impl IntoView {
    let i18n = use_i18n();
    let class = match change.sense {
        Sense::Good => "eb-change eb-change-good num",
        Sense::Bad => "eb-change eb-change-bad num",
        Sense::Neutral => "eb-change num",
    };
    let sense = move || match change.sense {
        Sense::Good => t_string!(i18n, kpi.better),
        Sense::Bad => t_string!(i18n, kpi.worse),
        Sense::Neutral => "",
    };
    let icon = if change.up { icondata_bs::BsArrowUpRight } else { icondata_bs::BsArrowDownRight };
    view! { <p class=class><Icon name=icon/>{change.text}<span class="visually-hidden">" " {sense}</span></p> }
}

/// The definition behind ⓘ: by hover and focus the browser's tooltip, by click a box that stays.
#[component]
pub(crate) fn Definition(
    /// What is defined.
    about: String,
    /// The definition.
    definition: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let id = fresh_id("definition");
    view! {
        <button type="button" class="eb-info" popovertarget=id.clone() title=definition.clone()
            aria-label=move || t_string!(i18n, kpi.definition, name = about.clone()).to_string()><Icon name=icondata_bs::BsInfoCircle/></button>
        <div class="eb-tip" popover="auto" id=id>{definition}</div>
    }
}
