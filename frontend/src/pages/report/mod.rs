//! A campaign that was launched: where it stands while it leaves, and what came of it.

mod canary;
mod cost;
mod ends;
mod exclusions;
mod funnel;
mod head;
mod kpis;
mod leaving;
mod links;
mod missed;
mod pace;
mod reasons;
mod recipients;
mod rest;
mod sheet;
mod summary;
mod time;

pub(crate) use funnel::sent as sent_steps;

use domain::{
    CampaignId, Permission,
    campaign::{Campaign, CampaignState},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{
    api::{Campaigns, use_api},
    i18n::{t_string, use_i18n},
    pages::wizard::Step,
    remote::Remote,
    shell::use_go,
    ui::{LoadedPage, set_title},
    words,
};
use sheet::Sheet;

/// `/campaigns/{id}`, `…/recipients`, `…/exclusions`
#[component]
pub(crate) fn ReportPage(
    /// Which campaign.
    id: CampaignId,
) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let go = use_go();
    let from = Remote::new(move || api.read::<Campaigns>(id));
    let ready = move |campaign: Campaign| {
        // What was not launched has nothing to report: it is written on.
        if matches!(campaign.state, CampaignState::Draft | CampaignState::AwaitingApproval) {
            go.instead(&Step::Audience.href(id));
            return ().into_any();
        }
        view! { <Report campaign from/> }.into_any()
    };
    view! { <LoadedPage from right=Permission::CampaignsRead title=move || t_string!(i18n, campaigns.title) ready/> }
}

/// The pages of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tab {
    /// What came of it.
    Summary,
    /// Everybody, one by one.
    Recipients,
    /// Who was left out.
    Exclusions,
}

impl Tab {
    const ALL: [Self; 3] = [Self::Summary, Self::Recipients, Self::Exclusions];

    fn of(path: &str) -> Self {
        match path.rsplit('/').next() {
            Some("recipients") => Self::Recipients,
            Some("exclusions") => Self::Exclusions,
            _ => Self::Summary,
        }
    }

    fn href(self, id: CampaignId) -> String {
        match self {
            Self::Summary => format!("/campaigns/{id}"),
            Self::Recipients => format!("/campaigns/{id}/recipients"),
            Self::Exclusions => format!("/campaigns/{id}/exclusions"),
        }
    }
}

#[component]
fn Report(campaign: Campaign, from: Remote<Campaign>) -> impl IntoView {
    let i18n = use_i18n();
    let name = campaign.name.clone();
    let sheet = Sheet::open(campaign, from);
    let path = use_location().pathname;
    let tab = Memo::new(move |_| path.with(|path| Tab::of(path)));
    set_title(move || {
        format!(
            "{} · {}",
            words::report_tab(i18n.get_locale(), tab.get()),
            words::named(i18n.get_locale(), &name)
        )
    });
    view! {
        <head::Head sheet/>
        <leaving::Leaving sheet/>
        <canary::CanaryTold sheet/>
        <head::Tabs sheet tab/>
        {move || match tab.get() {
            Tab::Summary => view! { <summary::Summary sheet/> }.into_any(),
            Tab::Recipients => view! { <recipients::Recipients id=sheet.id/> }.into_any(),
            Tab::Exclusions => view! { <exclusions::Exclusions sheet/> }.into_any(),
        }}
    }
}
