//! Words, channel, order, and the archived ones.

use domain::template::{TemplateQuery, TemplateSort};
use leptos::prelude::*;

use super::list::templates_href;
use crate::{
    i18n::{Locale, t_string, td_string, use_i18n},
    shell::use_go,
    ui::{ChannelFilter, SearchBox, fresh_id},
    words,
};

/// Each change leads to another address.
#[component]
pub(crate) fn Filters(
    /// The query in force.
    query: Signal<TemplateQuery>,
) -> impl IntoView {
    let i18n = use_i18n();
    let go = use_go();
    let ask = move |change: &dyn Fn(&mut TemplateQuery)| {
        let mut next = TemplateQuery { cursor: None, ..query.get_untracked() };
        change(&mut next);
        if next != query.get_untracked() {
            go.to(&templates_href(&next));
        }
    };
    let archived_id = fresh_id("archived");
    view! {
        <div class="eb-filters">
            <SearchBox label=move || t_string!(i18n, templates.search) hint=move || t_string!(i18n, templates.search_hint)
                words=Signal::derive(move || query.with(|query| query.q.clone()))
                on_search=Callback::new(move |q: String| ask(&|next| next.q.clone_from(&q)))/>
            <ChannelFilter channel=Signal::derive(move || query.with(|query| query.channel))
                on_choice=Callback::new(move |channel| ask(&|next| next.channel = channel))/>
            <label class="eb-filter"><span>{move || t_string!(i18n, list.sort)}</span>
                <select class="form-select" on:change:target=move |event| {
                    let sort = event.target().value().parse().unwrap_or(TemplateSort::UpdatedDesc);
                    ask(&|next| next.sort = sort);
                }>
                    {TemplateSort::ALL.iter().map(|sort| view! {
                        <option value=sort.as_str() prop:selected=move || query.with(|query| query.sort == *sort)>
                            {move || words::template_sort(i18n.get_locale(), *sort)}</option>
                    }).collect_view()}
                </select>
            </label>
            <div class="form-check form-switch">
                <input class="form-check-input" type="checkbox" role="switch" id=archived_id.clone()
                    prop:checked=move || query.with(|query| query.archived)
                    on:change:target=move |event| { let archived = event.target().checked(); ask(&|next| next.archived = archived); }/>
                <label class="form-check-label" for=archived_id>{move || t_string!(i18n, templates.archived)}</label>
            </div>
        </div>
    }
}

/// The filters in words.
pub(crate) fn told(l: Locale, query: &TemplateQuery) -> String {
    let archived = query.archived.then(|| td_string!(l, templates.archived).to_owned());
    let channel = query.channel.map(|channel| words::channel(l, channel).to_owned());
    let q = (!query.q.is_empty()).then(|| td_string!(l, list.quoted, words = query.q.clone()).to_string());
    [archived, channel, q].into_iter().flatten().collect::<Vec<_>>().join(", ")
}
