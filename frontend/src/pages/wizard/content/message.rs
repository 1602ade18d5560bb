//! Subject, preview text, and the message in its two parts.

use domain::limits::{HTML_MAX, SUBJECT_MAX, TEXT_MAX};
use leptos::prelude::*;

use crate::{
    editor::{Area, Line, Variables},
    i18n::{t_string, use_i18n},
    pages::wizard::{
        Wizard,
        draft::{text, write},
    },
};

/// The fields.
#[component]
pub(super) fn Message(
    /// The wizard.
    wizard: Wizard,
) -> impl IntoView {
    let i18n = use_i18n();
    let editor = wizard.editor;
    let form = editor.form();
    // Whoever wrote text only begins there.
    let in_text = RwSignal::new(
        editor.draft.with_untracked(|draft| draft.edit.html.is_none() && draft.edit.text.is_some()),
    );
    view! {
        <Line form pointer="/subject" label=move || t_string!(i18n, field.subject) help=move || t_string!(i18n, field.subject_help) max=SUBJECT_MAX
            value=text(editor, |edit| &edit.subject) on_input=write(editor, |edit| &mut edit.subject)/>
        <Line form pointer="/preheader" label=move || t_string!(i18n, field.preheader) help=move || t_string!(i18n, field.preheader_help) max=SUBJECT_MAX
            value=text(editor, |edit| &edit.preheader) on_input=write(editor, |edit| &mut edit.preheader)/>
        <div class="eb-segments" role="group" aria-label=move || t_string!(i18n, content.parts)>
            <button type="button" aria-pressed=move || (!in_text.get()).to_string() on:click=move |_| in_text.set(false)>{move || t_string!(i18n, field.html)}</button>
            <button type="button" aria-pressed=move || in_text.get().to_string() on:click=move |_| in_text.set(true)>{move || t_string!(i18n, field.text)}</button>
        </div>
        {move || if in_text.get() {
            view! { <Area form pointer="/text" label=move || t_string!(i18n, field.text) help=move || t_string!(i18n, content.text_help) max=TEXT_MAX rows=18
                value=text(editor, |edit| &edit.text) on_input=write(editor, |edit| &mut edit.text)/> }.into_any()
        } else {
            view! { <Area form pointer="/html" label=move || t_string!(i18n, field.html) help=move || t_string!(i18n, field.html_help) max=HTML_MAX rows=18
                value=text(editor, |edit| &edit.html) on_input=write(editor, |edit| &mut edit.html)/> }.into_any()
        }}
        <Variables/>
    }
}
