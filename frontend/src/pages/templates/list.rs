//! The list of templates.

use domain::{
    Channel, Permission, TemplateId,
    list::Page,
    template::{Template, TemplateQuery, TemplateSummary},
};
use leptos::prelude::*;

use super::{filters::Filters, rows::Rows};
use crate::{
    api::{Templates, use_api},
    editor::{Ask, Asking},
    i18n::{t_string, use_i18n},
    intl,
    pages::address::{asked, href},
    remote::Remote,
    ui::{Empty, Icon, Loaded, NoRight, Pager, may, set_title},
};

/// The address of the list under a query.
pub(crate) fn templates_href(query: &TemplateQuery) -> String {
    href("/templates", query)
}

/// `/templates`
#[component]
pub(crate) fn TemplatesPage() -> impl IntoView {
    let i18n = use_i18n();
    let query = asked::<TemplateQuery>();
    // One list for every query that can be read: it keeps what it shows until the next answer is there.
    let readable = Memo::new(move |_| query.with(Result::is_ok));
    let title = move || match query.get().ok().and_then(|query| query.channel) {
        Some(Channel::Email) => t_string!(i18n, rail.email_templates),
        Some(Channel::Whatsapp) => t_string!(i18n, templates.whatsapp_texts),
        None => t_string!(i18n, templates.title),
    };
    set_title(move || title().to_owned());
    let new_href = move || match query.get().ok().and_then(|query| query.channel) {
        Some(channel) => format!("/templates/new?channel={channel}"),
        None => "/templates/new".to_owned(),
    };
    let new = may(Permission::TemplatesWrite).then(|| view! {
        <div class="eb-page-acts">
            <a class="btn btn-primary" href=new_href><Icon name=icondata_bs::BsPlusLg/>{move || t_string!(i18n, templates.new)}<kbd aria-hidden="true">"n"</kbd></a>
        </div>
    });
    let is_whatsapp =
        move || query.with(|query| matches!(query, Ok(query) if query.channel == Some(Channel::Whatsapp)));
    let approvals = move || {
        is_whatsapp().then(|| view! {
        <p class="eb-page-sub">{move || t_string!(i18n, templates.whatsapp_about)}" "<a href="/whatsapp/templates">{move || t_string!(i18n, whatsapp.open)}</a></p>
    })
    };
    view! {
        <div class="eb-page-head"><div><h1>{title}</h1>{approvals}</div>{new}</div>
        {if !may(Permission::TemplatesRead) {
            view! { <div class="eb-block"><NoRight permission=Permission::TemplatesRead/></div> }.into_any()
        } else {
            (move || match readable.get() {
                true => view! { <List query=Signal::derive(move || query.get().unwrap_or_default())/> }.into_any(),
                false => view! { <BadAddress/> }.into_any(),
            }).into_any()
        }}
    }
}

#[component]
fn List(query: Signal<TemplateQuery>) -> impl IntoView {
    let api = use_api();
    let ask = RwSignal::new(None::<Ask<TemplateId>>);
    let page = Remote::new(move || {
        let query = query.get();
        async move { api.list::<Templates>(&query).await }
    });
    let again = Callback::new(move |_: Template| page.refetch());
    view! {
        <Filters query/>
        <div class="eb-block eb-flush eb-list">
            <Loaded from=page right=Permission::TemplatesRead rows=8 ready=move |page| view! { <Filled page query ask/> }/>
        </div>
        <Asking noun=Templates ask done=again/>
    }
}

#[component]
fn Filled(
    page: Page<TemplateSummary>,
    query: Signal<TemplateQuery>,
    ask: RwSignal<Option<Ask<TemplateId>>>,
) -> impl IntoView {
    let i18n = use_i18n();
    if page.items.is_empty() {
        return view! { <Nothing query/> }.into_any();
    }
    let shown = u64::try_from(page.items.len()).unwrap_or(u64::MAX);
    let at = |cursor| templates_href(&TemplateQuery { cursor: Some(cursor), ..query.get_untracked() });
    let shown = move || {
        let number = intl::number(i18n.get_locale(), shown);
        match intl::is_single(i18n.get_locale(), shown) {
            true => t_string!(i18n, templates.shown.single, number).to_string(),
            false => t_string!(i18n, templates.shown.several, number).to_string(),
        }
    };
    view! {
        <Rows templates=page.items ask/>
        <Pager previous=page.previous.map(at) next=page.next.map(at) shown/>
    }
    .into_any()
}

/// Nothing yet, or nothing under these filters.
#[component]
fn Nothing(query: Signal<TemplateQuery>) -> impl IntoView {
    let i18n = use_i18n();
    let channel = query.with_untracked(|query| query.channel);
    let cleared = templates_href(&TemplateQuery { channel, ..TemplateQuery::default() });
    if query.with_untracked(|query| !query.q.is_empty() || query.archived) {
        view! {
            <Empty icon=icondata_bs::BsFunnel title=move || t_string!(i18n, templates.none_filtered)
                text=move || super::filters::told(i18n.get_locale(), &query.get())>
                <a class="btn btn-secondary" href=cleared>{move || t_string!(i18n, list.clear)}</a>
            </Empty>
        }
        .into_any()
    } else {
        view! {
            <Empty icon=icondata_bs::BsFileEarmarkText title=move || t_string!(i18n, templates.none) text=move || t_string!(i18n, templates.none_text)>
                {may(Permission::TemplatesWrite).then(|| view! { <a class="btn btn-secondary" href="/templates/new">{move || t_string!(i18n, templates.create)}</a> })}
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
                <a class="btn btn-secondary" href="/templates">{move || t_string!(i18n, list.clear)}</a>
            </Empty>
        </div>
    }
}
