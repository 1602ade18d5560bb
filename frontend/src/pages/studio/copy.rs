//! A draft that says the same: a new version under another name, or the same name in another language.

use domain::whatsapp::{WhatsappTemplate, WhatsappTemplateCopy, next_version};
use leptos::{ev::SubmitEvent, html, prelude::*, task::spawn_local};

use super::identity::languages;
use crate::{
    api::{Failure, use_api},
    browser,
    i18n::{t_string, td_string, use_i18n},
    intl,
    shell::use_go,
    ui::{Dialog, told, use_notices},
};

/// What is different about the draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Copied {
    /// Its name.
    Version,
    /// Its language.
    Language,
}

/// Asks for the name, or for the language.
#[component]
pub(super) fn CopyDialog(
    saved: Memo<Option<WhatsappTemplate>>,
    copied: RwSignal<Option<Copied>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let title = move || {
        let name = saved.with(|saved| saved.as_ref().map(|saved| saved.content.name.clone()));
        let name = name.unwrap_or_default();
        match copied.get() {
            Some(Copied::Language) => t_string!(i18n, studio.variant_title, name).to_string(),
            _ => t_string!(i18n, studio.version_title, name).to_string(),
        }
    };
    let form = move || {
        let (what, original) = (copied.get()?, saved.get_untracked()?);
        Some(view! { <Form what original close=Callback::new(move |()| copied.set(None))/> })
    };
    view! {
        <Dialog open=Signal::derive(move || copied.with(Option::is_some)) on_close=Callback::new(move |()| copied.set(None)) title>{form}</Dialog>
    }
}

#[component]
fn Form(what: Copied, original: WhatsappTemplate, close: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let (api, go, notices) = (use_api(), use_go(), use_notices());
    let failure = RwSignal::new(None::<Failure>);
    let (name, language) = (NodeRef::<html::Input>::new(), NodeRef::<html::Select>::new());
    let key = StoredValue::new(browser::attempt_key());
    let (id, present) = (original.id, original.content.language.clone());
    let known = StoredValue::new((original.content.name.clone(), present.clone()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (same_name, same_language) = known.get_value();
        let copy = WhatsappTemplateCopy {
            name: name.get_untracked().map_or(same_name, |field| field.value()),
            language: language.get_untracked().map_or(same_language, |field| field.value()),
            account: None,
        };
        let Some(key) = key.get_value() else { return };
        spawn_local(async move {
            match api.copy_template(id, &copy, key).await {
                _ if failure.is_disposed() => {}
                Ok(draft) => {
                    let l = i18n.get_locale_untracked();
                    close.run(());
                    notices.say(td_string!(l, editor.created, name = draft.content.name).to_string());
                    go.to(&format!("/whatsapp/templates/{}", draft.id));
                }
                Err(why) => failure.set(Some(why)),
            }
        });
    };
    let again = move || key.set_value(browser::attempt_key());
    let first = next_version(&original.content.name);
    let fields = match what {
        Copied::Version => view! {
            <label class="eb-label" for="copy-name">{move || t_string!(i18n, studio.name)}</label>
            <input class="form-control" id="copy-name" type="text" autocomplete="off" node_ref=name prop:value=first on:input=move |_| again()/>
            <p class="eb-help">{move || t_string!(i18n, studio.version_text)}</p>
        }
        .into_any(),
        Copied::Language => {
            let others = languages(&present).into_iter().filter(move |code| *code != present);
            view! {
                <label class="eb-label" for="copy-language">{move || t_string!(i18n, studio.language)}</label>
                <select class="form-select" id="copy-language" node_ref=language on:change=move |_| again()>
                    {others.map(|code| { let told = code.clone(); view! { <option value=code>{move || intl::language_name(i18n.get_locale(), &told)}</option> } }).collect_view()}
                </select>
                <p class="eb-help">{move || t_string!(i18n, studio.variant_text)}</p>
            }
            .into_any()
        }
    };
    view! {
        <form on:submit=submit novalidate>
            {fields}
            <p class="eb-field-error" role="alert">{move || failure.get().map(|why| told(i18n.get_locale(), &why))}</p>
            <div class="eb-dialog-acts">
                <button type="submit" class="btn btn-primary">{move || t_string!(i18n, studio.make)}</button>
                <button type="button" class="btn btn-secondary" on:click=move |_| close.run(())>{move || t_string!(i18n, acts.cancel)}</button>
            </div>
        </form>
    }
}
