//! The list of campaigns.

use std::time::Duration;

use domain::{
    Permission,
    campaign::{Campaign, CampaignQuery, CampaignSummary},
    list::Page,
};
use leptos::prelude::*;

use super::{filters::Filters, rows::Rows, tabs::Tabs};
use crate::{
    api::{Campaigns, use_api},
    editor::{Ask, Asking},
    i18n::{t_string, use_i18n},
    intl,
    pages::address::{asked, href},
    remote::Remote,
    ui::{Empty, Icon, Loaded, NoRight, Pager, may, menu_is_open, set_title},
    watch::every,
};

/// How often rows under way are read again.
const AGAIN: Duration = Duration::from_secs(5);

/// The address of the list under a query.
pub(crate) fn campaigns_href(query: &CampaignQuery) -> String {
    href("/campaigns", query)
}

/// `/campaigns`
#[component]
pub(crate) fn CampaignsPage() -> impl IntoView {
    let i18n = use_i18n();
    set_title(move || t_string!(i18n, campaigns.title).to_owned());
    let query = asked::<CampaignQuery>();
    // One list for every query that can be read: it keeps what it shows until the next answer is there.
    let readable = Memo::new(move |_| query.with(Result::is_ok));
    let new = may(Permission::CampaignsWrite).then(|| view! {
        <div class="eb-page-acts">
            <a class="btn btn-primary" href="/campaigns/new"><Icon name=icondata_bs::BsPlusLg/>{move || t_string!(i18n, campaigns.new)}<kbd aria-hidden="true">"n"</kbd></a>
        </div>
    });
    view! {
        <div class="eb-page-head eb-page-head-list"><div><h1>{move || t_string!(i18n, campaigns.title)}</h1></div>{new}</div>
        {if !may(Permission::CampaignsRead) {
            view! { <div class="eb-block"><NoRight permission=Permission::CampaignsRead/></div> }.into_any()
        } else {
            (move || match readable.get() {
                true => view! { <List query=Signal::derive(move || query.get().unwrap_or_default())/> }.into_any(),
                false => view! { <BadAddress/> }.into_any(),
            }).into_any()
        }}
    }
}

#[component]
fn List(query: Signal<CampaignQuery>) -> impl IntoView {
    let api = use_api();
    let ask = RwSignal::new(None::<Ask<domain::CampaignId>>);
    let page = Remote::new(move || {
        let query = query.get();
        async move { api.list::<Campaigns>(&query).await }
    });
    let filter = Memo::new(move |_| CampaignQuery { cursor: None, ..query.get() });
    let counts = Remote::new(move || {
        let filter = filter.get();
        async move { api.counts(&filter).await }
    });
    live(page);
    let again = Callback::new(move |_: Campaign| {
        page.refetch();
        counts.refetch();
    });
    view! {
        <Tabs query counts/>
        <Filters query/>
        <div class="eb-block eb-flush eb-list">
            <Loaded from=page right=Permission::CampaignsRead rows=8 ready=move |page| view! { <Filled page query ask/> }/>
        </div>
        <Asking noun=Campaigns ask done=again/>
    }
}

/// While a campaign of the page is under way, its figures are read again; not under the hand of somebody who chooses from the menu of
/// a row, which would close with the row that it belongs to.
fn live(page: Remote<Page<CampaignSummary>>) {
    let moves = move || {
        page.with(|page| {
            page.as_ref().is_some_and(|page| {
                page.as_ref().is_ok_and(|page| page.items.iter().any(|row| row.state.is_under_way()))
            })
        })
    };
    let tick = move || {
        if untrack(moves) && !menu_is_open() {
            page.refetch()
        }
    };
    every(AGAIN, tick);
}

#[component]
fn Filled(
    page: Page<CampaignSummary>,
    query: Signal<CampaignQuery>,
    ask: RwSignal<Option<Ask<domain::CampaignId>>>,
) -> impl IntoView {
    let i18n = use_i18n();
    if page.items.is_empty() {
        return view! { <Nothing query/> }.into_any();
    }
    let shown = u64::try_from(page.items.len()).unwrap_or(u64::MAX);
    let at = |cursor| campaigns_href(&CampaignQuery { cursor: Some(cursor), ..query.get_untracked() });
    let shown = move || {
        let number = intl::number(i18n.get_locale(), shown);
        match intl::is_single(i18n.get_locale(), shown) {
            true => t_string!(i18n, campaigns.shown.single, number).to_string(),
            false => t_string!(i18n, campaigns.shown.several, number).to_string(),
        }
    };
    view! {
        <Rows campaigns=page.items ask/>
        <Pager previous=page.previous.map(at) next=page.next.map(at) shown/>
    }
    .into_any()
}

/// Nothing yet, or nothing under these filters: the two are told apart.
#[component]
fn Nothing(query: Signal<CampaignQuery>) -> impl IntoView {
    let i18n = use_i18n();
    let filtered = query.with_untracked(|query| {
        let CampaignQuery { q, tab, channel, .. } = query;
        !q.is_empty() || channel.is_some() || *tab != domain::campaign::CampaignTab::All
    });
    if filtered {
        view! {
            <Empty icon=icondata_bs::BsFunnel title=move || t_string!(i18n, campaigns.none_filtered)
                text=move || super::filters::told(i18n.get_locale(), &query.get())>
                <a class="btn btn-secondary" href="/campaigns">{move || t_string!(i18n, list.clear)}</a>
            </Empty>
        }
        .into_any()
    } else {
        view! {
            <Empty icon=icondata_bs::BsSend title=move || t_string!(i18n, campaigns.none) text=move || t_string!(i18n, campaigns.none_text)>
                {may(Permission::CampaignsWrite).then(|| view! { <a class="btn btn-secondary" href="/campaigns/new">{move || t_string!(i18n, campaigns.create)}</a> })}
            </Empty>
        }
        .into_any()
    }
}

#[component]
fn BadAddress() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="eb-block">
            <Empty icon=icondata_bs::BsFunnel title=move || t_string!(i18n, list.bad_address) text=move || t_string!(i18n, list.bad_address_text)>
                <a class="btn btn-secondary" href="/campaigns">{move || t_string!(i18n, list.clear)}</a>
            </Empty>
        </div>
    }
}
