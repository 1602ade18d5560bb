//! Campaigns under way, and the last ones that ended.

use domain::{
    Permission,
    campaign::{CampaignQuery, CampaignSummary},
};
use leptos::prelude::*;

use crate::{
    api::{Campaigns, use_api},
    i18n::{Locale, t_string, td_string, use_i18n},
    intl,
    remote::Remote,
    ui::{ChannelLabel, Loaded, StatePill},
    words,
};

const SHOWN: u32 = 8;

/// For whoever may see campaigns, but no figures: those that changed last.
#[component]
pub(super) fn Latest() -> impl IntoView {
    let api = use_api();
    let query = || CampaignQuery { limit: SHOWN, ..CampaignQuery::default() };
    let page = Remote::new(move || async move { api.list::<Campaigns>(&query()).await });
    view! { <Loaded from=page right=Permission::CampaignsRead ready=|page| view! { <Recent campaigns=page.items/> }/> }
}

/// The newest few, and the way to all of them.
#[component]
pub(super) fn Recent(
    /// The campaigns.
    campaigns: Vec<CampaignSummary>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="eb-block eb-span-8" aria-labelledby="home-recent">
            <div class="eb-block-head"><h2 id="home-recent">{move || t_string!(i18n, home.recent)}</h2>
                <a class="eb-quiet-link" href="/campaigns">{move || t_string!(i18n, home.all_campaigns)}</a></div>
            <ul class="eb-recent">{campaigns.into_iter().map(|campaign| view! { <Row campaign/> }).collect_view()}</ul>
        </section>
    }
}

#[component]
fn Row(campaign: CampaignSummary) -> impl IntoView {
    let i18n = use_i18n();
    let when = campaign.due_at.unwrap_or(campaign.updated_at);
    let CampaignSummary { id, name, channel, state, figures, .. } = campaign;
    let told = move || {
        figures
            .as_ref()
            .filter(|figures| figures.accepted > 0)
            .map(|figures| told(i18n.get_locale(), figures))
    };
    view! {
        <li>
            <div><a href=format!("/campaigns/{id}")>{move || words::named(i18n.get_locale(), &name)}</a><ChannelLabel channel/></div>
            <StatePill state/>
            <span class="eb-recent-figures num">{told}</span>
            <time datetime=intl::iso(when) title=move || intl::long(i18n.get_locale(), when)>{move || intl::ago(i18n.get_locale(), when)}</time>
        </li>
    }
}

/// « 9 131 délivrés, 4,2 % de clics ».
fn told(l: Locale, figures: &domain::report::Figures) -> String {
    let delivered = intl::count(l, figures.delivered);
    let clicks = figures.click_rate();
    td_string!(l, home.came_of_it, delivered = delivered, clicks = intl::ratio(l, clicks.part, clicks.whole))
        .to_string()
}
