//! One template, or a new one.

use domain::{
    Channel, Permission, TemplateId,
    template::{Template, TemplateCreate, TemplateQuery},
};
use leptos::prelude::*;

use super::form::TemplateForm;
use crate::{
    api::{Templates, use_api},
    editor::Editor,
    i18n::{t_string, use_i18n},
    pages::address::asked,
    remote::Remote,
    ui::{LoadedPage, NoRight, may},
};

/// `/templates/new`, of the channel that the address names.
#[component]
pub(crate) fn NewTemplatePage() -> impl IntoView {
    let i18n = use_i18n();
    if !may(Permission::TemplatesWrite) {
        return view! {
            <h1 class="eb-page-head">{move || t_string!(i18n, templates.new)}</h1>
            <div class="eb-block"><NoRight permission=Permission::TemplatesWrite/></div>
        }
        .into_any();
    }
    let asked = asked::<TemplateQuery>().get_untracked();
    let channel = asked.ok().and_then(|query| query.channel).unwrap_or(Channel::Email);
    let blank = TemplateCreate { name: String::new(), channel, subject: None, html: None, text: None };
    view! { <TemplateForm editor=Editor::blank(blank)/> }.into_any()
}

/// `/templates/{id}`
#[component]
pub(crate) fn TemplatePage(
    /// Which one.
    id: TemplateId,
) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let template = Remote::new(move || api.read::<Templates>(id));
    let ready = |template: Template| view! { <TemplateForm editor=Editor::open(template)/> }.into_any();
    view! { <LoadedPage from=template right=Permission::TemplatesRead title=move || t_string!(i18n, templates.title) ready/> }
}
