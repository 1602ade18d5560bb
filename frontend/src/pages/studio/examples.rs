//! An example for each variable: Meta reads the message with them.

use leptos::prelude::*;

use super::draft::{Studio, read, write};
use crate::{
    editor::{Line, pointer},
    i18n::{t_string, use_i18n},
};

/// Longest example.
const EXAMPLE_MAX: usize = 200;

/// A line for each variable that the text names.
#[component]
pub(super) fn Examples(editor: Studio) -> impl IntoView {
    let i18n = use_i18n();
    let names = Memo::new(move |_| {
        editor
            .draft
            .with(|draft| draft.content.variables().into_iter().map(str::to_owned).collect::<Vec<_>>())
    });
    let lines = move || names.get().into_iter().map(|name| view! { <Example editor name/> }).collect_view();
    view! {
        <Show when=move || names.with(|names| !names.is_empty())>
            <section class="eb-block eb-form-block" aria-labelledby="studio-examples">
                <h2 id="studio-examples">{move || t_string!(i18n, studio.examples)}</h2>
                <p class="eb-help">{move || t_string!(i18n, studio.examples_help)}</p>
                {lines}
            </section>
        </Show>
    }
}

#[component]
fn Example(editor: Studio, name: String) -> impl IntoView {
    let i18n = use_i18n();
    let (of, to, pointer) = (name.clone(), name.clone(), pointer(format!("/examples/{name}")));
    let value = read(editor, move |content| content.examples.get(&of).cloned().unwrap_or_default());
    let on_input = write(editor, move |content, example| match example.is_empty() {
        true => drop(content.examples.remove(&to)),
        false => drop(content.examples.insert(to.clone(), example)),
    });
    let label = move || t_string!(i18n, studio.example, name = name.clone()).to_string();
    view! { <Line form=editor.form() pointer label help=move || t_string!(i18n, studio.example_help) max=EXAMPLE_MAX required=true value on_input/> }
}
