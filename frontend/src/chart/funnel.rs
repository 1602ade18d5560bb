//! A funnel: one scale from the first step, and between the steps what was lost and why.

use leptos::prelude::*;

use crate::{i18n::use_i18n, intl};

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    /// Its name.
    pub(crate) name: String,
    /// What it is out of, where that is not the step before: « sur 3 425 suivis ».
    pub(crate) base: Option<String>,
    /// How many.
    pub(crate) count: u64,
    /// Its rate, printed: « 98,4 % ».
    pub(crate) rate: Option<String>,
    /// What was lost on the way here: « −145 échecs ».
    pub(crate) lost: Option<String>,
    /// Counted on another base than the step before.
    pub(crate) hatched: bool,
}

/// The steps as bars, readable as a list.
#[component]
pub(crate) fn Funnel(
    /// The steps, the largest first.
    #[prop(into)]
    steps: Signal<Vec<Step>>,
) -> impl IntoView {
    let top = move || steps.with(|steps| steps.first().map_or(0, |step| step.count));
    view! {
        <ol class="eb-funnel">
            {move || steps.get().into_iter().map(|step| view! { <Bar step top=top()/> }).collect_view()}
        </ol>
    }
}

#[component]
fn Bar(step: Step, top: u64) -> impl IntoView {
    let i18n = use_i18n();
    let Step { name, base, count, rate, lost, hatched } = step;
    let width = intl::width(count, top);
    view! {
        <li>
            {lost.map(|lost| view! { <p class="eb-funnel-lost">{lost}</p> })}
            <p class="eb-funnel-head"><span>{name}{base.map(|base| view! { <small>{base}</small> })}</span>
                <b class="num">{move || intl::number(i18n.get_locale(), count)}</b><span class="num">{rate}</span></p>
            <div class="eb-track" aria-hidden="true"><span class:eb-hatched=hatched style:width=width></span></div>
        </li>
    }
}
