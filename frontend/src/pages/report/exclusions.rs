//! Who was left out, step by step, as frozen at the due time; and each of them with the reason.

use domain::{
    CampaignId, Permission,
    audience::{Exclusion, ExclusionProof, ExclusionQuery, ExclusionReason},
    list::Page,
};
use leptos::prelude::*;

use super::{Sheet, Tab};
use crate::{
    api::use_api,
    i18n::{t_string, use_i18n},
    intl,
    pages::address::{asked, href},
    remote::Remote,
    shell::use_go,
    ui::{ChannelLabel, Empty, Loaded, NoRight, Pager, SearchBox, Waterfalls, may},
    words,
};

/// The waterfall of the plan, and the list behind it.
#[component]
pub(super) fn Exclusions(
    /// The campaign.
    sheet: Sheet,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="eb-block eb-home" aria-labelledby="report-exclusions">
            <h2 id="report-exclusions">{move || t_string!(i18n, report.exclusions)}</h2>
            <p class="eb-page-sub">{move || t_string!(i18n, audience.in_order)}</p>
            <Loaded from=sheet.report right=Permission::ReportsRead ready=|report| view! { <Waterfalls main=report.waterfall part=report.part_waterfall/> }/>
        </section>
        <List id=sheet.id/>
    }
}

fn at(id: CampaignId, query: &ExclusionQuery) -> String {
    href(&Tab::Exclusions.href(id), query)
}

#[component]
fn List(id: CampaignId) -> impl IntoView {
    let api = use_api();
    let asked = asked::<ExclusionQuery>();
    if !may(Permission::PeopleRead) {
        return view! { <div class="eb-block"><NoRight permission=Permission::PeopleRead/></div> }.into_any();
    }
    // An address that asks what no list has shows everybody.
    let query = Memo::new(move |_| asked.get().unwrap_or_default());
    let page = Remote::new(move || {
        let query = query.get();
        async move { api.exclusions(id, &query).await }
    });
    view! {
        <Filters id query/>
        <div class="eb-block eb-flush eb-list"><Loaded from=page right=Permission::PeopleRead ready=move |page| view! { <Filled id page query/> }/></div>
    }
    .into_any()
}

#[component]
fn Filters(id: CampaignId, query: Memo<ExclusionQuery>) -> impl IntoView {
    let i18n = use_i18n();
    let go = use_go();
    let ask = move |change: &dyn Fn(&mut ExclusionQuery)| {
        let mut next = ExclusionQuery { cursor: None, ..query.get_untracked() };
        change(&mut next);
        if next != query.get_untracked() {
            go.to(&at(id, &next));
        }
    };
    let chosen = move |reason: Option<ExclusionReason>| move || query.with(|query| query.reason == reason);
    view! {
        <div class="eb-filters">
            <SearchBox label=move || t_string!(i18n, exclusions.search) hint=move || t_string!(i18n, exclusions.search_hint)
                words=Signal::derive(move || query.with(|query| query.q.clone()))
                on_search=Callback::new(move |q: String| ask(&|next| next.q.clone_from(&q)))/>
            <label class="eb-filter"><span>{move || t_string!(i18n, exclusions.reason)}</span>
                <select class="form-select" on:change:target=move |event| {
                    let reason = event.target().value().parse().ok();
                    ask(&|next| next.reason = reason);
                }>
                    <option value="" prop:selected=chosen(None)>{move || t_string!(i18n, exclusions.every)}</option>
                    {ExclusionReason::ALL.iter().map(|reason| view! {
                        <option value=reason.as_str() prop:selected=chosen(Some(*reason))>{move || words::exclusion(i18n.get_locale(), *reason)}</option>
                    }).collect_view()}
                </select>
            </label>
        </div>
    }
}

#[component]
fn Filled(id: CampaignId, page: Page<Exclusion>, query: Memo<ExclusionQuery>) -> impl IntoView {
    let i18n = use_i18n();
    if page.items.is_empty() {
        return view! { <Empty icon=icondata_bs::BsPeople title=move || t_string!(i18n, exclusions.none) text=move || t_string!(i18n, exclusions.none_text)/> }.into_any();
    }
    let place = |cursor| at(id, &ExclusionQuery { cursor: Some(cursor), ..query.get_untracked() });
    let count = page.items.len() as u64;
    let shown = move || {
        let number = intl::number(i18n.get_locale(), count);
        match intl::is_single(i18n.get_locale(), count) {
            true => t_string!(i18n, exclusions.shown.single, number).to_string(),
            false => t_string!(i18n, exclusions.shown.several, number).to_string(),
        }
    };
    view! {
        <table class="eb-table">
            <caption class="visually-hidden">{move || t_string!(i18n, exclusions.title)}</caption>
            <thead><tr>
                <th scope="col">{move || t_string!(i18n, exclusions.contact)}</th>
                <th scope="col">{move || t_string!(i18n, exclusions.reason)}</th>
                <th scope="col">{move || t_string!(i18n, exclusions.source)}</th>
            </tr></thead>
            <tbody>{page.items.into_iter().map(|exclusion| view! { <Row exclusion/> }).collect_view()}</tbody>
        </table>
        <Pager previous=page.previous.map(place) next=page.next.map(place) shown/>
    }
    .into_any()
}

#[component]
fn Row(exclusion: Exclusion) -> impl IntoView {
    let i18n = use_i18n();
    let Exclusion { source, source_id, channel, name, address, reason, proof, .. } = exclusion;
    let named =
        move || if name.is_empty() { t_string!(i18n, exclusions.unnamed).to_owned() } else { name.clone() };
    view! {
        <tr>
            <th scope="row" class="eb-cell-name"><b>{named}</b><span class="eb-cell-sub">{address}</span><span class="eb-cell-meta"><ChannelLabel channel/></span></th>
            <td class="eb-cell-state">{move || words::exclusion(i18n.get_locale(), reason)}{proof.map(|proof| view! { <Proof proof/> })}</td>
            <td class="eb-cell-text" data-label=move || t_string!(i18n, exclusions.source)>{move || words::source(i18n.get_locale(), source)}<span class="eb-cell-sub num">{source_id}</span></td>
        </tr>
    }
}

/// What the person said, and when.
#[component]
fn Proof(proof: ExclusionProof) -> impl IntoView {
    let i18n = use_i18n();
    let ExclusionProof { said, at, .. } = proof;
    let refused =
        move || t_string!(i18n, exclusions.refused, when = intl::short(i18n.get_locale(), at)).to_string();
    let quoted = said.map(|said| {
        let quote = move || t_string!(i18n, exclusions.said, words = said.clone()).to_string();
        view! { <span class="eb-cell-sub">{quote}</span> }
    });
    view! { {quoted}<span class="eb-cell-sub"><time class="num" datetime=intl::iso(at)>{refused}</time></span> }
}
