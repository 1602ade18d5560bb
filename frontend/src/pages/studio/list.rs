//! The list, by status.

use domain::{
    Permission,
    list::Page,
    whatsapp::{TemplateStatus, WhatsappTemplateQuery, WhatsappTemplateSummary},
};
use leptos::prelude::*;

use super::rows::Rows;
use crate::{
    api::use_api,
    i18n::{t_string, use_i18n},
    intl,
    pages::address::{asked, href},
    remote::Remote,
    shell::use_go,
    ui::{Empty, Icon, Loaded, NoRight, Pager, SearchBox, may, set_title},
    words,
};

fn studio_href(query: &WhatsappTemplateQuery) -> String {
    href("/whatsapp/templates", query)
}

/// `/whatsapp/templates`
#[component]
pub(crate) fn StudioPage() -> impl IntoView {
    let i18n = use_i18n();
    set_title(move || t_string!(i18n, whatsapp.title).to_owned());
    let asked = asked::<WhatsappTemplateQuery>();
    // An address that asks what no list has shows the whole list.
    let query = Signal::derive(move || asked.get().unwrap_or_default());
    view! {
        <div class="eb-page-head">
            <div><h1>{move || t_string!(i18n, whatsapp.title)}</h1><p class="eb-page-sub">{move || t_string!(i18n, whatsapp.about)}" "<a href="/templates?channel=whatsapp">{move || t_string!(i18n, whatsapp.texts)}</a></p></div>
            {may(Permission::TemplatesWrite).then(|| view! {
                <div class="eb-page-acts">
                    <a class="btn btn-primary" href="/whatsapp/templates/new"><Icon name=icondata_bs::BsPlusLg/>{move || t_string!(i18n, studio.create)}<kbd aria-hidden="true">"n"</kbd></a>
                </div>
            })}
        </div>
        {if may(Permission::TemplatesRead) {
            view! { <List query/> }.into_any()
        } else {
            view! { <div class="eb-block"><NoRight permission=Permission::TemplatesRead/></div> }.into_any()
        }}
    }
}

#[component]
fn List(query: Signal<WhatsappTemplateQuery>) -> impl IntoView {
    let api = use_api();
    let page = Remote::new(move || {
        let query = query.get();
        async move { api.whatsapp_templates(&query).await }
    });
    view! {
        <Filters query/>
        <div class="eb-block eb-flush eb-list">
            <Loaded from=page right=Permission::TemplatesRead rows=8 ready=move |page| view! { <Filled page query/> }/>
        </div>
    }
}

#[component]
fn Filters(query: Signal<WhatsappTemplateQuery>) -> impl IntoView {
    let i18n = use_i18n();
    let go = use_go();
    let ask = move |change: &dyn Fn(&mut WhatsappTemplateQuery)| {
        let mut next = WhatsappTemplateQuery { cursor: None, ..query.get_untracked() };
        change(&mut next);
        if next != query.get_untracked() {
            go.to(&studio_href(&next));
        }
    };
    let statuses = TemplateStatus::ALL.iter().copied();
    view! {
        <div class="eb-filters">
            <SearchBox label=move || t_string!(i18n, templates.search) hint=move || t_string!(i18n, templates.search_hint)
                words=Signal::derive(move || query.with(|query| query.q.clone()))
                on_search=Callback::new(move |q: String| ask(&|next| next.q.clone_from(&q)))/>
            <label class="eb-filter"><span>{move || t_string!(i18n, whatsapp.status_label)}</span>
                <select class="form-select" on:change:target=move |event| {
                    let status = event.target().value().parse().ok();
                    ask(&|next| next.status = status);
                }>
                    <option value="" prop:selected=move || query.with(|query| query.status.is_none())>{move || t_string!(i18n, list.any)}</option>
                    {statuses.map(|status| view! {
                        <option value=status.as_str() prop:selected=move || query.with(|query| query.status == Some(status))>
                            {move || words::template_status(i18n.get_locale(), status)}</option>
                    }).collect_view()}
                </select>
            </label>
        </div>
    }
}

#[component]
fn Filled(page: Page<WhatsappTemplateSummary>, query: Signal<WhatsappTemplateQuery>) -> impl IntoView {
    let i18n = use_i18n();
    if page.items.is_empty() {
        return view! {
            <Empty icon=icondata_bs::BsWhatsapp title=move || t_string!(i18n, whatsapp.none) text=move || t_string!(i18n, whatsapp.none_text)>
                <a class="btn btn-secondary" href="/whatsapp/templates">{move || t_string!(i18n, list.clear)}</a>
            </Empty>
        }
        .into_any();
    }
    let count = u64::try_from(page.items.len()).unwrap_or(u64::MAX);
    let at = |cursor| studio_href(&WhatsappTemplateQuery { cursor: Some(cursor), ..query.get_untracked() });
    let shown = move || {
        let number = intl::number(i18n.get_locale(), count);
        match intl::is_single(i18n.get_locale(), count) {
            true => t_string!(i18n, templates.shown.single, number).to_string(),
            false => t_string!(i18n, templates.shown.several, number).to_string(),
        }
    };
    view! {
        <Rows templates=page.items/>
        <Pager previous=page.previous.map(at) next=page.next.map(at) shown/>
    }
    .into_any()
}
