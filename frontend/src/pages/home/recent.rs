//! The campaigns that changed last.

use domain::{
    Permission,
    campaign::{CampaignQuery, CampaignSummary},
};
use leptos::prelude::*;

use crate::{
    api::{Campaigns, use_api},
    i18n::{t_string, use_i18n},
    intl,
    remote::Remote,
    ui::{ChannelLabel, Empty, Loaded, StatePill, may},
    words,
};

const SHOWN: u32 = 8;

/// The newest few, and the way to all of them.
#[component]
pub(crate) fn Recent() -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let query = || CampaignQuery { limit: SHOWN, ..CampaignQuery::default() };
    let page = Remote::new(move || async move { api.list::<Campaigns>(&query()).await });
    view! {
        <section class="eb-block eb-span-8" aria-labelledby="home-recent">
            <div class="eb-block-head"><h2 id="home-recent">{move || t_string!(i18n, home.recent)}</h2>
                <a class="eb-quiet-link" href="/campaigns">{move || t_string!(i18n, home.all_campaigns)}</a></div>
            <Loaded from=page right=Permission::CampaignsRead ready=|page| view! { <Rows rows=page.items/> }/>
        </section>
    }
}

#[component]
fn Rows(rows: Vec<CampaignSummary>) -> impl IntoView {
    let i18n = use_i18n();
    if rows.is_empty() {
        return view! {
            <Empty icon=icondata_bs::BsSend title=move || t_string!(i18n, campaigns.none) text=move || t_string!(i18n, campaigns.none_text)>
                {may(Permission::CampaignsWrite).then(|| view! { <a class="btn btn-secondary" href="/campaigns/new">{move || t_string!(i18n, campaigns.create)}</a> })}
            </Empty>
        }
        .into_any();
    }
    view! { <ul class="eb-recent">{rows.into_iter().map(|campaign| view! { <Row campaign/> }).collect_view()}</ul> }.into_any()
}

#[component]
fn Row(campaign: CampaignSummary) -> impl IntoView {
    let i18n = use_i18n();
    let updated = campaign.updated_at;
    view! {
        <li>
            <div><a href=format!("/campaigns/{}", campaign.id)>{move || words::named(i18n.get_locale(), &campaign.name)}</a><ChannelLabel channel=campaign.channel/></div>
            <StatePill state=campaign.state/>
            <time datetime=intl::iso(updated) title=move || intl::long(i18n.get_locale(), updated)>{move || intl::ago(i18n.get_locale(), updated)}</time>
        </li>
    }
}
