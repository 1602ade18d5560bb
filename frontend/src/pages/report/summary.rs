//! The first page: what came of it, at a glance.

use domain::{Permission, report::CampaignReport};
use leptos::prelude::*;

use super::{Sheet, cost, ends, funnel, kpis, links, missed, reasons, rest, time};
use crate::{
    i18n::{t_string, use_i18n},
    intl,
    ui::{Broken, Icon, KpiRow, NoRight, Skeleton, may},
};

/// Figures, funnel, curve, links and what did not arrive.
#[component]
pub(super) fn Summary(
    /// The campaign.
    sheet: Sheet,
) -> impl IntoView {
    if !may(Permission::ReportsRead) {
        return view! { <div class="eb-block"><NoRight permission=Permission::ReportsRead/></div> }
            .into_any();
    }
    let there = Memo::new(move |_| sheet.report.with(|report| report.as_ref().map(Result::is_ok)));
    (move || match there.get() {
        None => view! { <div class="eb-block"><Skeleton rows=8/></div> }.into_any(),
        Some(true) => view! { <Filled sheet/> }.into_any(),
        Some(false) => view! { <div class="eb-block"><Failed sheet/></div> }.into_any(),
    })
    .into_any()
}

#[component]
fn Failed(sheet: Sheet) -> impl IntoView {
    let failure = untrack(|| sheet.report.with(|report| report.clone()?.err()));
    failure.map(|failure| view! { <Broken failure retry=Callback::new(move |()| sheet.report.refetch())/> })
}

/// The newest report that is there: it changes while figures move, and the blocks follow.
#[component]
fn Filled(sheet: Sheet) -> impl IntoView {
    let i18n = use_i18n();
    let last = StoredValue::new(None::<CampaignReport>);
    let report = Signal::derive(move || {
        sheet.report.with(|report| {
            if let Some(Ok(report)) = report {
                last.set_value(Some(report.clone()))
            }
        });
        let mut report = last.get_value();
        if let (Some(report), Some(figures)) = (&mut report, sheet.figures()) {
            report.figures = figures;
        }
        report
    });
    let cards = Signal::derive(move || {
        report
            .get()
            .map(|report| kpis::cards(i18n.get_locale(), report.campaign.channel, &report.figures))
            .unwrap_or_default()
    });
    view! {
        <ends::Ends sheet/>
        <missed::Missed sheet/>
        <rest::Rest sheet/>
        <div class="eb-grid">
            <KpiRow cards label=move || t_string!(i18n, report.figures)/>
            <time::Curve report/>
            <funnel::FunnelBlock report/>
            <links::Links report/>
            <reasons::Reasons report/>
            <cost::Cost sheet/>
            <Untracked report/>
        </div>
    }
}

/// What was counted without knowing whose it is: a figure of its own, never mixed in.
#[component]
fn Untracked(report: Signal<Option<CampaignReport>>) -> impl IntoView {
    let i18n = use_i18n();
    let told = move || {
        report.get().map(|report| {
            let l = i18n.get_locale();
            let (clicks, opens) = (
                intl::count(l, report.figures.untracked_clicks),
                intl::count(l, report.figures.untracked_opens),
            );
            t_string!(i18n, report.untracked, clicks, opens).to_string()
        })
    };
    view! {
        <section class="eb-block eb-span-12 eb-untracked" aria-labelledby="report-untracked">
            <Icon name=icondata_bs::BsIncognito/>
            <div><h2 id="report-untracked">{move || t_string!(i18n, report.untracked_title)}</h2><p>{told}</p></div>
        </section>
    }
}
