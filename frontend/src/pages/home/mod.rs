//! The dashboard: whether we do better or worse, what needs a person now, and whom we can reach. Real numbers only.

mod attention;
mod cards;
mod figures;
mod filters;
mod groups;
mod reach;
mod recent;
mod volume;
mod whatsapp;

use domain::{
    Channel, Permission,
    report::{Dashboard, DashboardQuery},
};
use leptos::prelude::*;

use super::{address::asked, sent_steps};
use crate::{
    api::use_api,
    chart::Funnel,
    i18n::{t_string, use_i18n},
    intl,
    remote::Remote,
    ui::{Empty, Icon, KpiRow, Loaded, may, set_title},
};

/// `/`
#[component]
pub(crate) fn HomePage() -> impl IntoView {
    let i18n = use_i18n();
    set_title(move || t_string!(i18n, home.title).to_owned());
    let asked = asked::<DashboardQuery>();
    let query = Memo::new(move |_| asked.get().unwrap_or_default());
    let reports = may(Permission::ReportsRead);
    view! {
        <div class="eb-page-head">
            <div><h1>{move || t_string!(i18n, home.title)}</h1></div>
            <div class="eb-page-acts">
                {reports.then(|| view! { <filters::Filters query/> })}
                {may(Permission::CampaignsWrite).then(|| view! {
                    <a class="btn btn-primary" href="/campaigns/new"><Icon name=icondata_bs::BsPlusLg/>{move || t_string!(i18n, campaigns.new)}</a>
                })}
            </div>
        </div>
        {reports.then(|| view! { <Figures query/> })}
        <Show when=move || reports && query.with(|query| query.channel != Some(Channel::Email))><whatsapp::Board/></Show>
        {(!reports && may(Permission::CampaignsRead)).then(|| view! { <div class="eb-grid"><recent::Latest/></div> })}
        {may(Permission::PeopleRead).then(|| view! { <reach::Reach/> })}
    }
}

#[component]
fn Figures(query: Memo<DashboardQuery>) -> impl IntoView {
    let api = use_api();
    let dashboard = Remote::new(move || {
        let query = query.get();
        async move { api.dashboard(&query).await }
    });
    view! { <Loaded from=dashboard right=Permission::ReportsRead rows=8 ready=|dashboard| view! { <Filled dashboard/> }/> }
}

#[component]
fn Filled(dashboard: Dashboard) -> impl IntoView {
    let i18n = use_i18n();
    if dashboard.campaigns.is_empty() && dashboard.figures.planned == 0 {
        return view! { <First/> }.into_any();
    }
    let Dashboard { attention, campaigns, figures, at, .. } = dashboard.clone();
    let dashboard = StoredValue::new(dashboard);
    let cards =
        Signal::derive(move || dashboard.with_value(|dashboard| cards::cards(i18n.get_locale(), dashboard)));
    let steps = Signal::derive(move || sent_steps(i18n.get_locale(), &figures));
    let fresh = move || t_string!(i18n, home.fresh, time = intl::hour(i18n.get_locale(), at)).to_string();
    view! {
        <div class="eb-grid eb-home">
            <KpiRow cards label=move || t_string!(i18n, home.figures)/>
            <volume::Volume dashboard/>
            <attention::Needed attention/>
            <section class="eb-block eb-span-4" aria-labelledby="home-funnel">
                <h2 id="home-funnel">{move || t_string!(i18n, home.funnel)}</h2><Funnel steps/>
            </section>
            <recent::Recent campaigns/>
        </div>
        <p class="eb-page-sub eb-fresh">{fresh}</p>
    }
    .into_any()
}

/// Nothing was ever sent: what will be here, and the one thing to do.
#[component]
fn First() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="eb-block eb-first">
            <div class="eb-ghost" aria-hidden="true">{[34, 52, 41, 68, 57, 80, 63, 90].map(|height| view! { <i style:height=format!("{height}%")></i> })}</div>
            <Empty icon=icondata_bs::BsSend title=move || t_string!(i18n, home.first) text=move || t_string!(i18n, home.first_text)>
                {may(Permission::CampaignsWrite).then(|| view! { <a class="btn btn-secondary" href="/campaigns/new">{move || t_string!(i18n, campaigns.create)}</a> })}
            </Empty>
        </div>
    }
}
