//! What was decided before, by whom, and when.

use domain::report::Decided;
use leptos::prelude::*;

use crate::{
    i18n::{t_string, use_i18n},
    intl, words,
};

/// The newest decisions, behind their heading.
#[component]
pub(super) fn Decisions(
    /// The newest first.
    decisions: Vec<Decided>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <details class="eb-end-decided">
            <summary>{move || t_string!(i18n, ends.decided)}</summary>
            <ul>{decisions.into_iter().map(|one| view! { <One one/> }).collect_view()}</ul>
        </details>
    }
}

#[component]
fn One(one: Decided) -> impl IntoView {
    let i18n = use_i18n();
    let Decided { decision, deliveries, by, at } = one;
    view! {
        <li>{move || words::decision_past(i18n.get_locale(), decision, deliveries)} ", "
            {move || t_string!(i18n, ends.by, who = by.clone()).to_string()} ", "
            <time datetime=intl::iso(at)>{move || intl::long(i18n.get_locale(), at)}</time></li>
    }
}
