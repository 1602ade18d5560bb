//! The tabs of the list: groups of states, with how many campaigns each holds.

use domain::campaign::{CampaignCounts, CampaignQuery, CampaignTab};
use leptos::prelude::*;

use super::campaigns_href;
use crate::{
    i18n::{t_string, use_i18n},
    intl,
    remote::Remote,
    words,
};

/// Links, so that each tab has its address.
#[component]
pub(crate) fn Tabs(
    /// The query in force.
    query: Signal<CampaignQuery>,
    /// The counts, when they are there; a tab works without.
    counts: Remote<CampaignCounts>,
) -> impl IntoView {
    let i18n = use_i18n();
    let count = move |tab| {
        let counts = counts.get()?.ok()?;
        counts
            .tabs
            .iter()
            .find(|count| count.tab == tab)
            .map(|count| intl::number(i18n.get_locale(), count.campaigns))
    };
    let link = move |tab: CampaignTab| {
        let href = move || campaigns_href(&CampaignQuery { tab, cursor: None, ..query.get() });
        let current = move || query.with(|query| query.tab == tab).then_some("page");
        view! {
            <li><a href=href aria-current=current data-noscroll="">
                {move || words::tab(i18n.get_locale(), tab)} " " <span class="num">{move || count(tab)}</span>
            </a></li>
        }
    };
    view! {
        <nav class="eb-tabs" aria-label=move || t_string!(i18n, campaigns.tabs)>
            <ul>{CampaignTab::ALL.iter().map(|tab| link(*tab)).collect_view()}</ul>
        </nav>
    }
}
