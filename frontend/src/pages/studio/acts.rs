//! What can be done with a template beside writing it: handing it in, a new version, another language, taking it away.

use domain::whatsapp::{LintCode, WhatsappTemplate, WhatsappTemplateCreate};
use icondata_bs as bs;
use leptos::{prelude::*, task::spawn_local};

use super::{
    advice,
    copy::{Copied, CopyDialog},
    draft::Studio,
};
use crate::{
    api::{Api, Failure, WhatsappTemplates, use_api},
    editor::may_write,
    i18n::{t_string, td_string, use_i18n},
    shell::use_go,
    ui::{Confirm, Icon, use_notices},
};

/// The buttons beside the heading.
#[component]
pub(super) fn Acts(editor: Studio) -> impl IntoView {
    let i18n = use_i18n();
    let copied = RwSignal::new(None::<Copied>);
    let leaving = RwSignal::new(false);
    let saved = Memo::new(move |_| editor.saved.get());
    let is_there = move || saved.with(|saved| saved.as_ref().is_some_and(|saved| !saved.status.is_gone()));
    let offered = move || may_write::<WhatsappTemplates>() && is_there();
    view! {
        <Show when=offered>
            <div class="eb-page-acts">
                <Show when=move || !editor.is_readonly()><Submit editor/></Show>
                <button type="button" class="btn btn-secondary" on:click=move |_| copied.set(Some(Copied::Version))><Icon name=bs::BsCopy/>{move || t_string!(i18n, studio.version)}</button>
                <button type="button" class="btn btn-secondary" on:click=move |_| copied.set(Some(Copied::Language))><Icon name=bs::BsTranslate/>{move || t_string!(i18n, studio.variant)}</button>
                <button type="button" class="btn btn-secondary" on:click=move |_| leaving.set(true)><Icon name=bs::BsTrash3/>{move || t_string!(i18n, studio.delete)}</button>
            </div>
        </Show>
        <CopyDialog saved copied/>
        <Delete saved open=leaving/>
    }
}

/// Hands it in, once nothing speaks against it: neither a rule, nor another template that says the same.
#[component]
fn Submit(editor: Studio) -> impl IntoView {
    let i18n = use_i18n();
    let (api, notices) = (use_api(), use_notices());
    let busy = RwSignal::new(false);
    let submit = move |_| {
        let l = i18n.get_locale_untracked();
        if untrack(|| editor.is_unsaved()) {
            return notices.say(td_string!(l, studio.save_first));
        }
        let Some(saved) = editor.saved.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        spawn_local(async move {
            let name = saved.content.name.clone();
            let end = hand_in(api, editor, saved).await;
            if busy.is_disposed() {
                return;
            }
            busy.set(false);
            match end {
                Ok(true) => notices.say(td_string!(l, studio.submitted, name = name).to_string()),
                Ok(false) => {}
                Err(failure) => editor.fail(failure),
            }
        });
    };
    view! {
        <button type="button" class="btn btn-secondary" aria-disabled=move || busy.get().to_string() on:click=submit><Icon name=bs::BsSend/>{move || t_string!(i18n, studio.submit)}</button>
    }
}

/// Whether it was handed in; where something speaks against that, the form says what.
async fn hand_in(api: Api, editor: Studio, saved: WhatsappTemplate) -> Result<bool, Failure> {
    let draft = WhatsappTemplateCreate { account: saved.account, content: saved.content };
    let found = api.check_template(&draft).await?;
    let twins = found.into_iter().filter(|one| one.code == LintCode::Duplicate);
    let twins = twins.map(|twin| advice::told(&draft.content, twin)).collect();
    if !editor.is_advised_well(twins) {
        return Ok(false);
    }
    api.submit_template(saved.id, saved.version).await?;
    let view = api.whatsapp_template(saved.id).await?;
    editor.hear(view);
    Ok(true)
}

/// Takes it away, after a question.
#[component]
fn Delete(saved: Memo<Option<WhatsappTemplate>>, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let (api, go, notices) = (use_api(), use_go(), use_notices());
    let failure = RwSignal::new(None::<Failure>);
    let name = move || {
        saved.with(|saved| saved.as_ref().map(|saved| saved.content.name.clone())).unwrap_or_default()
    };
    let on_yes = Callback::new(move |()| {
        let Some(template) = saved.get_untracked() else { return };
        spawn_local(async move {
            match api.delete_template(template.id, template.version).await {
                _ if failure.is_disposed() => {}
                Ok(_) => {
                    let (l, name) = (i18n.get_locale_untracked(), template.content.name);
                    open.set(false);
                    notices.say(td_string!(l, studio.deleted, name = name).to_string());
                    go.to("/whatsapp/templates");
                }
                Err(why) => failure.set(Some(why)),
            }
        });
    });
    view! {
        <Confirm open failure on_yes title=move || t_string!(i18n, studio.delete_title, name = name()).to_string()
            text=move || t_string!(i18n, studio.delete_text) act=move || t_string!(i18n, studio.delete)/>
    }
}
