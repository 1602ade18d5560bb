//! Fields with their label, help, counter and what is wrong with them.

use leptos::{ev::FocusEvent, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::{Editor, save::belongs};
use crate::{
    api::Noun,
    i18n::{t, use_i18n},
    intl,
    ui::Icon,
};

/// The element of the field that a pointer means.
pub(super) fn field_id(pointer: &str) -> String {
    let field = pointer.trim_start_matches('/').split('/').next().unwrap_or_default();
    format!("field-{field}")
}

/// What the field's element is described by.
fn described(pointer: &str) -> String {
    let id = field_id(pointer);
    format!("{id}-error {id}-help")
}

fn is_wrong<N: Noun>(editor: Editor<N>, pointer: &'static str) -> Option<&'static str> {
    let wrong =
        editor.problems.with(|problems| problems.iter().any(|problem| belongs(&problem.pointer, pointer)));
    wrong.then_some("true")
}

/// The field is left for a button or a link. What is wrong is not told then: it would move the page under the pointer, between
/// pressing and releasing, and the click would be lost. Saving checks everything anyway.
fn is_pressing(event: &FocusEvent) -> bool {
    let next = event.related_target().and_then(|target| target.dyn_into::<Element>().ok());
    next.is_some_and(|element| matches!(element.tag_name().as_str(), "BUTTON" | "A"))
}

/// Label above, help and errors below.
#[component]
fn Field<N: Noun>(
    editor: Editor<N>,
    pointer: &'static str,
    label: TextProp,
    help: TextProp,
    #[prop(optional_no_strip)] length: Option<(Signal<usize>, usize)>,
    children: Children,
) -> impl IntoView {
    let id = field_id(pointer);
    let (error_id, help_id) = (format!("{id}-error"), format!("{id}-help"));
    let wrong = move || {
        let problems = editor.problems.get();
        problems
            .into_iter()
            .filter(|problem| belongs(&problem.pointer, pointer))
            .map(|p| p.detail)
            .collect::<Vec<_>>()
    };
    view! {
        <div class="eb-field" class:eb-wrong=move || is_wrong(editor, pointer).is_some()>
            <div class="eb-field-head">
                <label class="eb-label" for=id>{move || label.get()}</label>
                {length.map(|(length, max)| view! { <Counter length max/> })}
            </div>
            {children()}
            <div id=error_id class="eb-field-errors">
                {move || wrong().into_iter().map(|detail| view! {
                    <p class="eb-field-error"><Icon name=icondata_bs::BsExclamationCircle/>{detail}</p>
                }).collect_view()}
            </div>
            <p id=help_id class="eb-help">{move || help.get()}</p>
        </div>
    }
}

#[component]
fn Counter(length: Signal<usize>, max: usize) -> impl IntoView {
    let i18n = use_i18n();
    let figure =
        move |value: usize| intl::number(i18n.get_locale(), u64::try_from(value).unwrap_or(u64::MAX));
    view! {
        <span class="eb-counter num" class:eb-over=move || max < length.get()>
            {move || figure(length.get())} " / " {move || figure(max)}
            <span class="visually-hidden">" " {t!(i18n, field.characters)}</span>
        </span>
    }
}

/// One line of text.
#[component]
pub(crate) fn Line<N: Noun>(
    /// Whose field it is.
    editor: Editor<N>,
    /// The field, as problems point to it.
    pointer: &'static str,
    /// Its name.
    #[prop(into)]
    label: TextProp,
    /// What it is for.
    #[prop(into)]
    help: TextProp,
    /// The text.
    #[prop(into)]
    value: Signal<String>,
    /// Takes the new text.
    on_input: Callback<String>,
    /// The most characters.
    #[prop(optional)]
    max: Option<usize>,
    /// Whether it has to be filled in.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let length = max.map(|max| (Signal::derive(move || value.with(|text| text.chars().count())), max));
    view! {
        <Field editor pointer label help length>
            <input class="form-control" type="text" id=field_id(pointer) autocomplete="off" aria-required=required.to_string()
                readonly=move || editor.is_readonly() aria-invalid=move || is_wrong(editor, pointer) aria-describedby=described(pointer)
                prop:value=move || value.get() on:input:target=move |event| on_input.run(event.target().value())
                on:blur=move |event| if !is_pressing(&event) { editor.check(pointer) }/>
        </Field>
    }
}

/// Many lines of text, kept byte for byte unless they are touched.
#[component]
pub(crate) fn Area<N: Noun>(
    /// Whose field it is.
    editor: Editor<N>,
    /// The field, as problems point to it.
    pointer: &'static str,
    /// Its name.
    #[prop(into)]
    label: TextProp,
    /// What it is for.
    #[prop(into)]
    help: TextProp,
    /// The text.
    #[prop(into)]
    value: Signal<String>,
    /// Takes the new text.
    on_input: Callback<String>,
    /// The most characters.
    max: usize,
    /// Height in lines.
    rows: u32,
) -> impl IntoView {
    let length = Some((Signal::derive(move || value.with(|text| text.chars().count())), max));
    let typed = move |text: String| on_input.run(like(&value.get_untracked(), text));
    view! {
        <Field editor pointer label help length>
            <textarea class="form-control eb-mono" id=field_id(pointer) rows=rows spellcheck="false"
                readonly=move || editor.is_readonly() aria-invalid=move || is_wrong(editor, pointer) aria-describedby=described(pointer)
                prop:value=move || value.get() on:input:target=move |event| typed(event.target().value())
                on:blur=move |event| if !is_pressing(&event) { editor.check(pointer) }></textarea>
        </Field>
    }
}

/// A browser's text area turns CR LF into LF; a text that had CR LF gets them back.
fn like(before: &str, typed: String) -> String {
    if before.contains("\r\n") { typed.replace("\r\n", "\n").replace('\n', "\r\n") } else { typed }
}

/// One of a list; the children are its options.
#[component]
pub(crate) fn Choice<N: Noun>(
    /// Whose field it is.
    editor: Editor<N>,
    /// The field, as problems point to it.
    pointer: &'static str,
    /// Its name.
    #[prop(into)]
    label: TextProp,
    /// What it is for.
    #[prop(into)]
    help: TextProp,
    /// Takes the chosen value.
    on_choice: Callback<String>,
    /// The options.
    children: Children,
) -> impl IntoView {
    view! {
        <Field editor pointer label help>
            <select class="form-select" id=field_id(pointer) disabled=move || editor.is_readonly()
                aria-invalid=move || is_wrong(editor, pointer) aria-describedby=described(pointer)
                on:change:target=move |event| on_choice.run(event.target().value())>{children()}</select>
        </Field>
    }
}
