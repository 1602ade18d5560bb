//! One template, or a new one.

use std::collections::BTreeMap;

use domain::{
    Channel, Permission, TemplateId,
    provider::{Account, AccountId},
    whatsapp::{TemplateCategory, TemplateContent, WhatsappTemplate, WhatsappTemplateCreate},
};
use leptos::prelude::*;

use super::form::StudioForm;
use crate::{
    api::{Api, Failure, use_api},
    editor::Editor,
    i18n::{language, t_string, use_i18n},
    remote::Remote,
    ui::{Empty, LoadedPage, NoRight, may},
};

/// `/whatsapp/templates/new`
#[component]
pub(crate) fn NewStudioTemplatePage() -> impl IntoView {
    let i18n = use_i18n();
    if !may(Permission::TemplatesWrite) {
        return view! {
            <h1 class="eb-page-head">{move || t_string!(i18n, studio.new)}</h1>
            <div class="eb-block"><NoRight permission=Permission::TemplatesWrite/></div>
        }
        .into_any();
    }
    let api = use_api();
    let accounts = Remote::new(move || numbers(api));
    let ready = move |accounts: Vec<Account>| match accounts.first() {
        Some(first) => {
            let language = language(i18n.get_locale_untracked()).as_str();
            let editor = Editor::blank(blank(first.id.clone(), language));
            view! { <StudioForm editor accounts/> }.into_any()
        }
        None => view! { <Nowhere/> }.into_any(),
    };
    view! { <LoadedPage from=accounts right=Permission::CampaignsRead title=move || t_string!(i18n, studio.new) ready/> }.into_any()
}

/// `/whatsapp/templates/{id}`
#[component]
pub(crate) fn StudioTemplatePage(
    /// Which one.
    id: TemplateId,
) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let template = Remote::new(move || async move {
        // Whoever may not see the accounts may read the template all the same.
        let accounts = numbers(api).await.unwrap_or_default();
        Ok((api.whatsapp_template(id).await?, accounts))
    });
    let ready = |(template, accounts): (WhatsappTemplate, Vec<Account>)| {
        view! { <StudioForm editor=Editor::open(template) accounts/> }.into_any()
    };
    view! { <LoadedPage from=template right=Permission::TemplatesRead title=move || t_string!(i18n, whatsapp.title) ready/> }
}

/// The accounts that speak WhatsApp.
async fn numbers(api: Api) -> Result<Vec<Account>, Failure> {
    let accounts = api.accounts().await?;
    Ok(accounts.into_iter().filter(|account| account.provider.channel() == Channel::Whatsapp).collect())
}

fn blank(account: AccountId, language: &str) -> WhatsappTemplateCreate {
    let content = TemplateContent {
        name: String::new(),
        language: language.to_owned(),
        category: TemplateCategory::Marketing,
        header: None,
        body: String::new(),
        footer: None,
        buttons: Vec::new(),
        examples: BTreeMap::new(),
    };
    WhatsappTemplateCreate { account, content }
}

/// No number to write for.
#[component]
fn Nowhere() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="eb-block">
            <Empty icon=icondata_bs::BsWhatsapp title=move || t_string!(i18n, studio.no_account) text=move || t_string!(i18n, studio.no_account_text)/>
        </div>
    }
}
