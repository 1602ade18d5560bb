//! What it says by WhatsApp: an approved template, what fills it, and what is said instead where the window is open.

mod free_text;
mod message;
mod template;
mod values;

use domain::{
    Permission, ProblemCode, TemplateId,
    whatsapp::{FREE_TEXT_MAX, WhatsappTemplate},
};
use leptos::prelude::*;

use super::Preview;
use crate::{
    api::use_api,
    i18n::{t_string, use_i18n},
    pages::wizard::{Wizard, cost::Cost},
    remote::Remote,
    ui::Loaded,
};

/// The fields, and the message beside them as one person will see it.
#[component]
pub(super) fn WhatsappContent(
    /// The wizard.
    wizard: Wizard,
) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let chosen: Memo<Option<TemplateId>> =
        Memo::new(move |_| wizard.editor.draft.with(|draft| draft.edit.template_id));
    let template = Remote::new(move || {
        let chosen = chosen.get();
        async move {
            match chosen {
                Some(id) => match api.whatsapp_template(id).await {
                    // The choice says so.
                    Err(failure) if failure.code() == Some(ProblemCode::TemplateNotFound) => Ok(None),
                    answer => answer.map(Some),
                },
                None => Ok(None),
            }
        }
    });
    let longest = Remote::new(move || {
        let account = template.get().and_then(Result::ok).flatten().map(|template| template.account);
        async move {
            match account {
                Some(account) => api.free_text_max(&account).await,
                None => Ok(FREE_TEXT_MAX),
            }
        }
    });
    // The field is made again only where it changes: somebody is writing in it.
    let max = Memo::new(move |_| longest.get().and_then(Result::ok).unwrap_or(FREE_TEXT_MAX));
    let free_text = move || {
        let max = max.get();
        view! { <free_text::FreeText wizard max/> }
    };
    let fields = move |template: Option<WhatsappTemplate>| {
        template.map(|template| view! { <values::Values wizard content=template.content/> }).into_any()
    };
    view! {
        <div class="eb-panes eb-panes-even">
            <div class="eb-pane">
                <section class="eb-block eb-form-block" aria-labelledby="content-template">
                    <h2 id="content-template">{move || t_string!(i18n, whatsapp.template)}</h2>
                    <template::Choose wizard/>
                </section>
                <Loaded from=template right=Permission::TemplatesRead ready=fields/>
                {free_text}
                <Cost wizard/>
            </div>
            <Preview wizard/>
        </div>
    }
}
