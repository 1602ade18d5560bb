//! What is said instead to those whose window is open.

use leptos::prelude::*;

use super::message;
use crate::{
    editor::Area,
    i18n::{t_string, use_i18n},
    pages::wizard::Wizard,
};

/// The field.
#[component]
pub(super) fn FreeText(
    /// The wizard.
    wizard: Wizard,
    /// Most characters that the provider of its account takes.
    max: usize,
) -> impl IntoView {
    let i18n = use_i18n();
    let editor = wizard.editor;
    let value = Signal::derive(move || {
        let text = editor.draft.with(|draft| draft.edit.whatsapp.as_ref()?.free_text.clone());
        text.unwrap_or_default()
    });
    view! {
        <section class="eb-block eb-form-block" aria-labelledby="content-free">
            <h2 id="content-free">{move || t_string!(i18n, whatsapp.free)}</h2>
            <Area form=editor.form() pointer="/whatsapp/free_text" label=move || t_string!(i18n, whatsapp.free_text) help=move || t_string!(i18n, whatsapp.free_help)
                max rows=6 value on_input=message::write(editor, |message| &mut message.free_text)/>
        </section>
    }
}
