//! What did not arrive, and why.

use domain::report::{CampaignReport, ReasonCount};
use leptos::prelude::*;

use crate::{
    i18n::{t_string, use_i18n},
    intl, words,
};

/// Reasons that are shown; the list of recipients has them all.
const SHOWN: usize = 6;

/// The most frequent reasons.
#[component]
pub(super) fn Reasons(
    /// The report.
    report: Signal<Option<CampaignReport>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let reasons = move || {
        report.with(|report| report.as_ref().map(|report| report.reasons.clone()).unwrap_or_default())
    };
    let rows = move || {
        let reasons = reasons();
        let top = reasons.first().map_or(0, |reason| reason.deliveries);
        reasons.into_iter().take(SHOWN).map(|reason| view! { <Reason reason top/> }).collect_view()
    };
    view! {
        <section class="eb-block eb-span-4" aria-labelledby="report-reasons">
            <h2 id="report-reasons">{move || t_string!(i18n, reasons.title)}</h2>
            <Show when=move || !reasons().is_empty() fallback=move || view! { <p class="eb-soft">{move || t_string!(i18n, reasons.none)}</p> }>
                <ul class="eb-funnel">{rows}</ul>
            </Show>
        </section>
    }
}

#[component]
fn Reason(reason: ReasonCount, top: i64) -> impl IntoView {
    let i18n = use_i18n();
    let ReasonCount { state, code, deliveries } = reason;
    let why = move || words::reason(i18n.get_locale(), &code);
    view! {
        <li>
            <p class="eb-funnel-head"><span>{move || words::delivery(i18n.get_locale(), state)}<small>{why}</small></span>
                <b class="num">{move || intl::count(i18n.get_locale(), deliveries)}</b></p>
            <div class="eb-track" aria-hidden="true"><span class="eb-wrong-bar" style:width=intl::part(deliveries, top)></span></div>
        </li>
    }
}
