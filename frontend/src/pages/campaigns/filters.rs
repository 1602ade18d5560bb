//! Words, channel and order.

use domain::campaign::{CampaignQuery, CampaignSort, CampaignTab};
use leptos::prelude::*;

use super::campaigns_href;
use crate::{
    i18n::{Locale, t_string, td_string, use_i18n},
    shell::use_go,
    ui::{ChannelFilter, SearchBox},
    words,
};

/// Each change leads to another address.
#[component]
pub(crate) fn Filters(
    /// The query in force.
    query: Signal<CampaignQuery>,
) -> impl IntoView {
    let i18n = use_i18n();
    let go = use_go();
    let ask = move |change: &dyn Fn(&mut CampaignQuery)| {
        let mut next = CampaignQuery { cursor: None, ..query.get_untracked() };
        change(&mut next);
        if next != query.get_untracked() {
            go.to(&campaigns_href(&next));
        }
    };
    view! {
        <div class="eb-filters">
            <SearchBox label=move || t_string!(i18n, campaigns.search) hint=move || t_string!(i18n, campaigns.search_hint)
                words=Signal::derive(move || query.with(|query| query.q.clone()))
                on_search=Callback::new(move |q: String| ask(&|next| next.q.clone_from(&q)))/>
            <ChannelFilter channel=Signal::derive(move || query.with(|query| query.channel))
                on_choice=Callback::new(move |channel| ask(&|next| next.channel = channel))/>
            <label class="eb-filter"><span>{move || t_string!(i18n, list.sort)}</span>
                <select class="form-select" on:change:target=move |event| {
                    let sort = event.target().value().parse().unwrap_or(CampaignSort::UpdatedDesc);
                    ask(&|next| next.sort = sort);
                }>
                    {CampaignSort::ALL.iter().map(|sort| view! {
                        <option value=sort.as_str() prop:selected=move || query.with(|query| query.sort == *sort)>
                            {move || words::campaign_sort(i18n.get_locale(), *sort)}</option>
                    }).collect_view()}
                </select>
            </label>
        </div>
    }
}

/// The filters in words: « Brouillons, WhatsApp, “soldes” ».
pub(crate) fn told(l: Locale, query: &CampaignQuery) -> String {
    let tab = (query.tab != CampaignTab::All).then(|| words::tab(l, query.tab).to_owned());
    let channel = query.channel.map(|channel| words::channel(l, channel).to_owned());
    let q = (!query.q.is_empty()).then(|| td_string!(l, list.quoted, words = query.q.clone()).to_string());
    [tab, channel, q].into_iter().flatten().collect::<Vec<_>>().join(", ")
}
