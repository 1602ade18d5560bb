//! The few who left first: how they fare, and what follows for the rest.

use domain::{
    Channel,
    campaign::{Canary, CanaryDecision, CanaryStanding},
};
use leptos::prelude::*;

use super::Sheet;
use crate::{
    i18n::{Locale, t_string, td_string, use_i18n},
    intl,
    ui::Icon,
    words,
};

/// Where the canary stands, the newest that is known.
pub(super) fn standing(sheet: Sheet) -> Option<CanaryStanding> {
    let told = sheet.progress.with(|progress| progress.as_ref()?.canary.clone());
    told.or_else(|| sheet.report.with(|report| report.as_ref()?.as_ref().ok()?.canary.clone()))
}

/// Whether the rest waits for a decision.
pub(super) fn is_waited_for(sheet: Sheet) -> bool {
    standing(sheet).is_some_and(|standing| standing.decision.is_none())
}

/// Shown wherever there is a canary, also afterwards: who decided what, and by which figures.
#[component]
pub(super) fn CanaryTold(
    /// The campaign.
    sheet: Sheet,
) -> impl IntoView {
    let i18n = use_i18n();
    let told =
        Memo::new(move |_| standing(sheet).and_then(|standing| told(i18n.get_locale(), sheet, &standing)));
    move || {
        told.get().map(|text| {
            view! {
                <section class="eb-block eb-canary" aria-label=move || t_string!(i18n, slices.label)>
                    <p role="status"><Icon name=icondata_bs::BsSignpostSplit/>" "{text}</p>
                </section>
            }
        })
    }
}

/// « Échantillon de 500 : 120 remis sur 500. Le reste part à 14 h 30 si … »
fn told(l: Locale, sheet: Sheet, standing: &CanaryStanding) -> Option<String> {
    let live = || sheet.figures().map(|figures| figures.delivered);
    let delivered = standing.figures.as_ref().map(|figures| figures.delivered).or_else(live)?;
    let people = intl::count(l, standing.people);
    let head = td_string!(l, slices.of, people = people, delivered = intl::count(l, delivered)).to_string();
    let rest = match standing.decision {
        None => expected(l, sheet, standing)?,
        Some(decision) => decided(l, sheet, standing, decision),
    };
    Some(format!("{head} {rest}"))
}

/// When the rest leaves, and under which conditions.
fn expected(l: Locale, sheet: Sheet, standing: &CanaryStanding) -> Option<String> {
    let (canary, channel) = sheet.campaign.with(|campaign| (campaign.canary, campaign.channel));
    let canary = canary?;
    Some(match standing.decides_at {
        None => td_string!(l, slices.leaving, hours = intl::number(l, canary.hours.into())).to_string(),
        Some(at) if intl::is_past(at) => td_string!(l, slices.deciding).to_owned(),
        Some(at) => {
            let conditions = conditions(l, &canary, channel);
            td_string!(l, slices.decides, when = intl::long(l, at), conditions = conditions).to_string()
        }
    })
}

fn conditions(l: Locale, canary: &Canary, channel: Channel) -> String {
    let share = |percent: u32| intl::ratio(l, percent.into(), 100);
    let reads =
        canary.reads_min.map(|least| td_string!(l, slices.if_reads, share = share(least)).to_string());
    let bounces = (channel == Channel::Email).then(|| td_string!(l, slices.if_bounces).to_owned());
    let always = [
        td_string!(l, slices.if_opt_outs, share = share(canary.opt_outs_max)).to_string(),
        td_string!(l, slices.if_losses, share = share(canary.losses_max)).to_string(),
    ];
    always.into_iter().chain(reads).chain(bounces).collect::<Vec<_>>().join(", ")
}

fn decided(l: Locale, sheet: Sheet, standing: &CanaryStanding, decision: CanaryDecision) -> String {
    let when = standing.released_at.map(|at| intl::long(l, at));
    let why = || {
        let found = standing.findings.iter().map(|finding| words::reason(l, finding.as_str()));
        found.collect::<Vec<_>>().join(", ")
    };
    match (decision, when) {
        (CanaryDecision::Well, when) => {
            td_string!(l, slices.well, when = when.unwrap_or_default()).to_string()
        }
        (CanaryDecision::ByHand, when) => {
            let who = standing.decided_by.clone().unwrap_or_default();
            td_string!(l, slices.by_hand, when = when.unwrap_or_default(), who = who).to_string()
        }
        (CanaryDecision::Unwell, Some(when)) => {
            td_string!(l, slices.unwell_sent, why = why(), when = when).to_string()
        }
        (CanaryDecision::Unwell, None) if sheet.state().is_under_way() => {
            td_string!(l, slices.unwell, why = why()).to_string()
        }
        (CanaryDecision::Unwell, None) => td_string!(l, slices.unwell_ended, why = why()).to_string(),
    }
}
