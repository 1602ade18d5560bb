//! What became of the template, in which languages there is one, and who uses it.

use domain::{
    Permission, TemplateId,
    whatsapp::{TemplateStep, TemplateUse, WhatsappTemplate, WhatsappTemplateQuery, WhatsappTemplateSummary},
};
use leptos::prelude::*;

use crate::{
    api::use_api,
    i18n::{t_string, use_i18n},
    intl,
    remote::Remote,
    ui::{Loaded, StatePill, TemplatePill},
    words,
};

/// Each change of status, quality and category, the oldest first.
#[component]
pub(super) fn Steps(saved: Memo<Option<WhatsappTemplate>>, id: TemplateId) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let steps = Remote::new(move || {
        saved.track();
        api.template_history(id)
    });
    view! {
        <h3 class="eb-studio-sub">{move || t_string!(i18n, studio.history)}</h3>
        <Loaded from=steps right=Permission::TemplatesRead rows=2 ready=move |steps| view! { <Timeline steps/> }/>
    }
}

#[component]
fn Timeline(steps: Vec<TemplateStep>) -> impl IntoView {
    let i18n = use_i18n();
    if steps.is_empty() {
        return view! { <p class="eb-soft eb-small">{move || t_string!(i18n, studio.history_none)}</p> }
            .into_any();
    }
    let step = move |TemplateStep { status, category, reason, at, .. }: TemplateStep| {
        let why = reason.map(|reason| {
            view! { <span class="eb-cell-sub">{move || words::rejection(i18n.get_locale(), &reason)}</span> }
        });
        view! {
            <li><TemplatePill status/>" "<span class="eb-small">{move || words::category(i18n.get_locale(), category)}</span>
                <time class="num eb-cell-sub" datetime=intl::iso(at)>{move || intl::long(i18n.get_locale(), at)}</time>{why}</li>
        }
    };
    view! { <ol class="eb-studio-steps">{steps.into_iter().map(step).collect_view()}</ol> }.into_any()
}

/// The templates of the same name and account: one for each language.
#[component]
pub(super) fn Languages(saved: Memo<Option<WhatsappTemplate>>, id: TemplateId) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let of = Memo::new(move |_| saved.get().map(|saved| (saved.content.name, saved.account)));
    let all = Remote::new(move || {
        saved.track();
        let of = of.get();
        async move {
            let Some((name, account)) = of else { return Ok(Vec::new()) };
            let query = WhatsappTemplateQuery {
                q: name.clone(),
                account: Some(account),
                limit: 200,
                ..WhatsappTemplateQuery::default()
            };
            let found = api.whatsapp_templates(&query).await?.items;
            Ok(found.into_iter().filter(|one| one.name == name).collect::<Vec<_>>())
        }
    });
    let row = move |one: WhatsappTemplateSummary| {
        let language = move || intl::language_name(i18n.get_locale(), &one.language);
        let name = match one.id == id {
            true => view! { <b>{language}</b>" "<span class="eb-soft">{move || t_string!(i18n, studio.here)}</span> }.into_any(),
            false => view! { <a href=format!("/whatsapp/templates/{}", one.id)>{language}</a> }.into_any(),
        };
        view! { <li><span>{name}</span><TemplatePill status=one.status/></li> }
    };
    let shown = move |all: Vec<WhatsappTemplateSummary>| view! { <ul class="eb-studio-rows">{all.into_iter().map(row).collect_view()}</ul> };
    view! {
        <section class="eb-block" aria-labelledby="studio-languages">
            <h2 id="studio-languages">{move || t_string!(i18n, studio.languages)}</h2>
            <Loaded from=all right=Permission::TemplatesRead rows=1 ready=shown/>
        </section>
    }
}

/// The campaigns that use it.
#[component]
pub(super) fn Uses(saved: Memo<Option<WhatsappTemplate>>, id: TemplateId) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let uses = Remote::new(move || {
        saved.track();
        api.template_uses(id)
    });
    let row = |one: TemplateUse| view! { <li><a href=format!("/campaigns/{}", one.campaign)>{one.name}</a><StatePill state=one.state/></li> };
    let shown =
        move |uses: Vec<TemplateUse>| match uses.is_empty() {
            true => view! { <p class="eb-soft eb-small">{move || t_string!(i18n, studio.uses_none)}</p> }
                .into_any(),
            false => view! { <ul class="eb-studio-rows">{uses.into_iter().map(row).collect_view()}</ul> }
                .into_any(),
        };
    view! {
        <section class="eb-block" aria-labelledby="studio-uses">
            <h2 id="studio-uses">{move || t_string!(i18n, studio.uses)}</h2>
            <Loaded from=uses right=Permission::TemplatesRead rows=1 ready=shown/>
        </section>
    }
}
