//! Everybody the campaign was written to, one by one.

use domain::{
    CampaignId, Permission,
    delivery::DeadEnd,
    list::Page,
    report::{Recipient, RecipientGroup, RecipientQuery},
};
use leptos::prelude::*;

use super::Tab;
use crate::{
    api::use_api,
    i18n::{t_string, use_i18n},
    intl,
    pages::address::{asked, href},
    remote::Remote,
    shell::use_go,
    ui::{Avatar, ChannelLabel, Empty, Icon, Loaded, NoRight, Pager, SearchBox, may},
    words,
};

/// The list with its filters; both live in the address.
#[component]
pub(super) fn Recipients(
    /// The campaign.
    id: CampaignId,
) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let asked = asked::<RecipientQuery>();
    if !may(Permission::PeopleRead) {
        return view! { <div class="eb-block"><NoRight permission=Permission::PeopleRead/></div> }.into_any();
    }
    // An address that asks what no list has shows everybody.
    let query = Memo::new(move |_| asked.get().unwrap_or_default());
    let page = Remote::new(move || {
        let query = query.get();
        async move { api.recipients(id, &query).await }
    });
    view! {
        <Filters id query/>
        <div class="eb-block eb-flush eb-list" aria-label=move || t_string!(i18n, recipients.title)>
            <Loaded from=page right=Permission::PeopleRead rows=8 ready=move |page| view! { <Filled id page query/> }/>
        </div>
    }
    .into_any()
}

/// The address of those who are at a dead end, for one reason or for all.
pub(super) fn people_at(id: CampaignId, end: DeadEnd, code: Option<String>) -> String {
    at(id, &RecipientQuery { end: Some(end), code, ..RecipientQuery::default() })
}

fn at(id: CampaignId, query: &RecipientQuery) -> String {
    href(&Tab::Recipients.href(id), query)
}

#[component]
fn Filters(id: CampaignId, query: Memo<RecipientQuery>) -> impl IntoView {
    let i18n = use_i18n();
    let go = use_go();
    let ask = move |change: &dyn Fn(&mut RecipientQuery)| {
        let mut next = RecipientQuery { cursor: None, ..query.get_untracked() };
        change(&mut next);
        if next != query.get_untracked() {
            go.to(&at(id, &next));
        }
    };
    view! {
        <div class="eb-filters">
            <SearchBox label=move || t_string!(i18n, recipients.search) hint=move || t_string!(i18n, recipients.search_hint)
                words=Signal::derive(move || query.with(|query| query.q.clone()))
                on_search=Callback::new(move |q: String| ask(&|next| next.q.clone_from(&q)))/>
            <label class="eb-filter"><span>{move || t_string!(i18n, recipients.group)}</span>
                <select class="form-select" on:change:target=move |event| {
                    let group = event.target().value().parse().unwrap_or(RecipientGroup::All);
                    ask(&|next| next.group = group);
                }>
                    {RecipientGroup::ALL.iter().map(|group| view! {
                        <option value=group.as_str() prop:selected=move || query.with(|query| query.group == *group)>{move || words::recipient_group(i18n.get_locale(), *group)}</option>
                    }).collect_view()}
                </select>
            </label>
            <Only id query/>
        </div>
    }
}

/// The dead end that the list is narrowed to, and the way out of it.
#[component]
fn Only(id: CampaignId, query: Memo<RecipientQuery>) -> impl IntoView {
    let i18n = use_i18n();
    let what = move || {
        let (l, query) = (i18n.get_locale(), query.get());
        let parts = [
            query.end.map(|end| words::dead_end(l, end).to_owned()),
            query.code.map(|code| words::end_reason(l, &code)),
        ];
        Some(parts.into_iter().flatten().collect::<Vec<_>>().join(", ")).filter(|what| !what.is_empty())
    };
    let whole = move || at(id, &RecipientQuery { end: None, code: None, cursor: None, ..query.get() });
    move || {
        what().map(|what| {
            view! {
                <a class="btn btn-secondary eb-only" href=whole() title=t_string!(i18n, recipients.only_off)>
                    {t_string!(i18n, recipients.only, what = what).to_string()}<Icon name=icondata_bs::BsXLg/>
                    <span class="visually-hidden">{t_string!(i18n, recipients.only_off)}</span></a>
            }
        })
    }
}

#[component]
fn Filled(id: CampaignId, page: Page<Recipient>, query: Memo<RecipientQuery>) -> impl IntoView {
    let i18n = use_i18n();
    if page.items.is_empty() {
        return view! {
            <Empty icon=icondata_bs::BsPeople title=move || t_string!(i18n, recipients.none) text=move || t_string!(i18n, recipients.none_text)>
                <a class="btn btn-secondary" href=Tab::Recipients.href(id)>{move || t_string!(i18n, list.clear)}</a>
            </Empty>
        }
        .into_any();
    }
    let place = |cursor| at(id, &RecipientQuery { cursor: Some(cursor), ..query.get_untracked() });
    let count = page.items.len() as u64;
    let shown = move || {
        let number = intl::number(i18n.get_locale(), count);
        match intl::is_single(i18n.get_locale(), count) {
            true => t_string!(i18n, recipients.shown.single, number).to_string(),
            false => t_string!(i18n, recipients.shown.several, number).to_string(),
        }
    };
    view! {
        <table class="eb-table">
            <caption class="visually-hidden">{move || t_string!(i18n, recipients.title)}</caption>
            <thead><tr>
                <th scope="col">{move || t_string!(i18n, recipients.person)}</th>
                <th scope="col">{move || t_string!(i18n, recipients.state)}</th>
                <th scope="col">{move || t_string!(i18n, recipients.opened)}</th>
                <th scope="col">{move || t_string!(i18n, recipients.clicked)}</th>
                <th scope="col">{move || t_string!(i18n, recipients.changed, zone = intl::zone()).to_string()}</th>
            </tr></thead>
            <tbody>{page.items.into_iter().map(|recipient| view! { <Row recipient/> }).collect_view()}</tbody>
        </table>
        <Pager previous=page.previous.map(place) next=page.next.map(place) shown/>
    }
    .into_any()
}

#[component]
fn Row(recipient: Recipient) -> impl IntoView {
    let i18n = use_i18n();
    let Recipient {
        channel,
        name,
        company,
        address,
        state,
        code,
        opened,
        clicked,
        accepted_on_word,
        changed_at,
        ..
    } = recipient;
    let shown = if name.is_empty() { address.clone() } else { name };
    let about = if company.is_empty() { address } else { format!("{company}, {address}") };
    view! {
        <tr>
            <th scope="row" class="eb-cell-name"><span class="eb-person"><Avatar name=shown.clone()/><span><b>{shown}</b><span class="eb-cell-sub">{about}</span><span class="eb-cell-meta"><ChannelLabel channel/></span></span></span></th>
            <td class="eb-cell-state">{move || words::delivery(i18n.get_locale(), state)}{code.map(|code| view! { <span class="eb-cell-sub">{words::reason(i18n.get_locale_untracked(), &code)}</span> })}
                {accepted_on_word.then(|| view! { <span class="eb-cell-sub">{move || t_string!(i18n, recipients.on_word)}</span> })}</td>
            <td data-label=move || t_string!(i18n, recipients.opened)><Did what=opened/></td>
            <td data-label=move || t_string!(i18n, recipients.clicked)><Did what=clicked/></td>
            <td class="eb-cell-time"><time class="num" datetime=intl::iso(changed_at)>{move || intl::short(i18n.get_locale(), changed_at)}</time></td>
        </tr>
    }
}

/// Yes, no, or nobody's business.
#[component]
fn Did(what: Option<bool>) -> impl IntoView {
    let i18n = use_i18n();
    match what {
        Some(true) => view! { <span class="eb-yes"><Icon name=icondata_bs::BsCheckLg/>{move || t_string!(i18n, recipients.yes)}</span> }.into_any(),
        Some(false) => view! { <span class="eb-faint">{move || t_string!(i18n, recipients.no)}</span> }.into_any(),
        None => view! { <span class="eb-faint"><Icon name=icondata_bs::BsIncognito/>" "{move || t_string!(i18n, recipients.untracked)}</span> }.into_any(),
    }
}
