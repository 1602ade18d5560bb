//! What was found, the gravest first, each with the way to where it is corrected.

use domain::{
    CampaignId,
    check::{Check, Severity},
};
use icondata_bs as bs;
use leptos::prelude::*;

use crate::{
    i18n::{t_string, use_i18n},
    pages::wizard::step::Step,
    ui::Icon,
    words,
};

/// How a severity looks.
fn look(severity: Severity) -> (&'static str, icondata_core::Icon) {
    match severity {
        Severity::Blocking => ("eb-check-blocking", bs::BsXCircleFill),
        Severity::Warning => ("eb-check-warning", bs::BsExclamationTriangleFill),
        Severity::Info => ("eb-check-info", bs::BsInfoCircleFill),
    }
}

/// The findings in groups; when nothing was found, that.
#[component]
pub(super) fn Checks(
    /// The campaign.
    id: CampaignId,
    /// What was found.
    checks: Vec<Check>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="eb-block eb-checks" aria-labelledby="review-checks" id="checks" tabindex="-1">
            <h2 id="review-checks">{move || t_string!(i18n, review.checks)}</h2>
            <Findings id checks/>
        </section>
    }
}

/// The findings about one message.
#[component]
pub(super) fn Findings(
    /// The campaign.
    id: CampaignId,
    /// What was found.
    checks: Vec<Check>,
) -> impl IntoView {
    let i18n = use_i18n();
    let ready = checks.iter().all(|check| !check.is_blocking());
    let group = move |severity: Severity| {
        let of: Vec<_> = checks.iter().filter(|check| check.severity == severity).cloned().collect();
        (!of.is_empty()).then(|| view! { <Group id severity checks=of/> })
    };
    view! {
        {Severity::ALL.iter().map(|severity| group(*severity)).collect_view()}
        {ready.then(|| view! { <p class="eb-check eb-check-ready"><Icon name=bs::BsCheckCircleFill/><span>{move || t_string!(i18n, review.ready)}</span></p> })}
    }
}

#[component]
fn Group(id: CampaignId, severity: Severity, checks: Vec<Check>) -> impl IntoView {
    let i18n = use_i18n();
    let (class, icon) = look(severity);
    view! {
        <div class=class>
            <h3><Icon name=icon/>{move || words::severity(i18n.get_locale(), severity)}</h3>
            <ul>{checks.into_iter().map(|check| view! { <Finding id check/> }).collect_view()}</ul>
        </div>
    }
}

#[component]
fn Finding(id: CampaignId, check: Check) -> impl IntoView {
    let i18n = use_i18n();
    let step = check.pointer.as_deref().map(Step::of_pointer);
    let Check { code, about, .. } = check;
    view! {
        <li class="eb-check"><span>{move || words::check(i18n.get_locale(), code, &about)}</span>
            {step.map(|step| view! { <a href=step.href(id)>{move || t_string!(i18n, review.correct, step = words::step(i18n.get_locale(), step)).to_string()}</a> })}</li>
    }
}
