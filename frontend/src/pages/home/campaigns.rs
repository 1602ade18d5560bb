//! How the campaigns stand: one line per tab of the list, leading there.

use domain::{
    Permission,
    campaign::{CampaignCounts, CampaignQuery, CampaignTab},
};
use leptos::prelude::*;

use crate::{
    api::use_api,
    i18n::{t_string, use_i18n},
    intl,
    pages::campaigns_href,
    remote::Remote,
    ui::Loaded,
    words,
};

/// The counts of the tabs.
#[component]
pub(crate) fn Standing() -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let counts = Remote::new(move || async move { api.counts(&CampaignQuery::default()).await });
    view! {
        <section class="eb-block eb-span-4" aria-labelledby="home-standing">
            <h2 id="home-standing">{move || t_string!(i18n, home.standing)}</h2>
            <Loaded from=counts right=Permission::CampaignsRead ready=|counts| view! { <Tabs counts/> }/>
        </section>
    }
}

#[component]
fn Tabs(counts: CampaignCounts) -> impl IntoView {
    let i18n = use_i18n();
    let row = move |tab: CampaignTab, campaigns: u64| {
        let href = campaigns_href(&CampaignQuery { tab, ..CampaignQuery::default() });
        view! {
            <li><a href=href><span>{move || words::tab(i18n.get_locale(), tab)}</span>
                <b class="num">{move || intl::number(i18n.get_locale(), campaigns)}</b></a></li>
        }
    };
    view! { <ul class="eb-standing">{counts.tabs.into_iter().map(|count| row(count.tab, count.campaigns)).collect_view()}</ul> }
}
