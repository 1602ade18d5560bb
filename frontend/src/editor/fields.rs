//! The controls of a form.

use leptos::{ev::FocusEvent, prelude::*};
use web_sys::HtmlInputElement;

use super::{
    field::{Field, described, field_id, is_pressing, is_wrong},
    form::Form,
};

/// One line of text.
#[component]
pub(crate) fn Line(
    /// The form it stands in.
    form: Form,
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
        <Field form pointer label help length>
            <input class="form-control" type="text" dir="auto" id=field_id(pointer) autocomplete="off" aria-required=required.to_string()
                readonly=move || form.readonly.get() aria-invalid=move || is_wrong(form, pointer) aria-describedby=described(pointer)
                prop:value=move || value.get() on:input:target=move |event| on_input.run(event.target().value())
                on:blur=move |event| leave(form, pointer, &event)/>
        </Field>
    }
}

/// Many lines of text, kept byte for byte unless they are touched.
#[component]
pub(crate) fn Area(
    /// The form it stands in.
    form: Form,
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
        <Field form pointer label help length>
            <textarea class="form-control eb-mono" dir="auto" id=field_id(pointer) rows=rows spellcheck="false"
                readonly=move || form.readonly.get() aria-invalid=move || is_wrong(form, pointer) aria-describedby=described(pointer)
                prop:value=move || value.get() on:input:target=move |event| typed(event.target().value())
                on:blur=move |event| leave(form, pointer, &event)></textarea>
        </Field>
    }
}

/// A whole number, or none. It is taken as it is typed; what is no number yet is taken when the field is left, so that nobody's
/// typing is overwritten.
#[component]
pub(crate) fn Number(
    /// The form it stands in.
    form: Form,
    /// The field, as problems point to it.
    pointer: &'static str,
    /// Its name.
    #[prop(into)]
    label: TextProp,
    /// What it is for.
    #[prop(into)]
    help: TextProp,
    /// The number.
    #[prop(into)]
    value: Signal<Option<u32>>,
    /// Takes the new number.
    on_input: Callback<Option<u32>>,
) -> impl IntoView {
    view! {
        <Field form pointer label help>
            <input class="form-control num" type="number" inputmode="numeric" min="1" step="1" id=field_id(pointer) autocomplete="off"
                readonly=move || form.readonly.get() aria-invalid=move || is_wrong(form, pointer) aria-describedby=described(pointer)
                prop:value=move || value.get().map(|number| number.to_string()).unwrap_or_default()
                on:input:target=move |event| if event.target().check_validity() { on_input.run(whole(&event.target())) }
                on:change:target=move |event| on_input.run(whole(&event.target())) on:blur=move |event| leave(form, pointer, &event)/>
        </Field>
    }
}

/// What was typed. What is no number of at least 1 is nought, which the rules refuse in words; none would mean that there is no limit.
pub(crate) fn whole(field: &HtmlInputElement) -> Option<u32> {
    match field.check_validity() {
        true if field.value().is_empty() => None,
        true => Some(field.value().parse().unwrap_or(u32::MAX)),
        false => Some(0),
    }
}

/// The field is left: now is the time to check it. A field that leaves with its page loses the focus too, and has no form any more.
fn leave(form: Form, pointer: &'static str, event: &FocusEvent) {
    if !is_pressing(event) {
        form.check.try_run(pointer);
    }
}

/// A browser's text area turns CR LF into LF; a text that had CR LF gets them back.
fn like(before: &str, typed: String) -> String {
    if before.contains("\r\n") { typed.replace("\r\n", "\n").replace('\n', "\r\n") } else { typed }
}

/// One of a list; the children are its options.
#[component]
pub(crate) fn Choice(
    /// The form it stands in.
    form: Form,
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
        <Field form pointer label help>
            <select class="form-select" id=field_id(pointer) disabled=move || form.readonly.get()
                aria-invalid=move || is_wrong(form, pointer) aria-describedby=described(pointer)
                on:change:target=move |event| on_choice.run(event.target().value())>{children()}</select>
        </Field>
    }
}
