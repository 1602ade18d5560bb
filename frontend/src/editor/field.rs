//! What surrounds a control: label, counter, help, and what is wrong with it.

use leptos::{ev::FocusEvent, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::{advice::Remarks, form::Form, save::belongs};
use crate::{
    browser,
    i18n::{t_string, use_i18n},
    intl,
    ui::Icon,
};

/// The element of the field that a pointer means: `/warm_up/first` is `field-warm_up-first`.
pub(crate) fn field_id(pointer: &str) -> String {
    format!("field{}", pointer.replace('/', "-"))
}

/// The element of the nearest field around what a pointer means: what is wrong with the second of many tags is wrong with the tags.
pub(super) fn nearest(pointer: &str) -> String {
    let around = std::iter::successors(Some(pointer), |inner| Some(inner.rsplit_once('/')?.0));
    let mut places = around.map(field_id);
    places.find(|id| browser::element(id).is_some()).unwrap_or_else(|| field_id(pointer))
}

/// What the field's element is described by.
pub(super) fn described(pointer: &str) -> String {
    let id = field_id(pointer);
    format!("{id}-error {id}-help")
}

/// Whether something is wrong with the field, as `aria-invalid` wants it.
pub(super) fn is_wrong(form: Form, pointer: &'static str) -> Option<&'static str> {
    let wrong =
        form.problems.with(|problems| problems.iter().any(|problem| belongs(&problem.pointer, pointer)));
    let advised =
        || form.adviser.advice.with(|advice| advice.iter().any(|one| one.blocks && one.pointer == pointer));
    (wrong || advised()).then_some("true")
}

/// The field is left for a button or a link. What is wrong is not told then: it would move the page under the pointer, between
/// pressing and releasing, and the click would be lost. Saving checks everything anyway.
pub(super) fn is_pressing(event: &FocusEvent) -> bool {
    let next = event.related_target().and_then(|target| target.dyn_into::<Element>().ok());
    next.is_some_and(|element| matches!(element.tag_name().as_str(), "BUTTON" | "A"))
}

/// Label above, help and errors below.
#[component]
pub(super) fn Field(
    /// The form it stands in.
    form: Form,
    /// The field, as problems point to it.
    pointer: &'static str,
    /// Its name.
    label: TextProp,
    /// What it is for.
    help: TextProp,
    /// How long it is, and may be.
    #[prop(optional_no_strip)]
    length: Option<(Signal<usize>, usize)>,
    /// The control.
    children: Children,
) -> impl IntoView {
    let id = field_id(pointer);
    let (error_id, help_id) = (format!("{id}-error"), format!("{id}-help"));
    let wrong = move || {
        let problems = form.problems.get();
        problems
            .into_iter()
            .filter(|problem| belongs(&problem.pointer, pointer))
            .map(|p| p.detail)
            .collect::<Vec<_>>()
    };
    view! {
        <div class="eb-field" class:eb-wrong=move || is_wrong(form, pointer).is_some()>
            <div class="eb-field-head">
                <label class="eb-label" for=id>{move || label.get()}</label>
                {length.map(|(length, max)| view! { <Counter length max/> })}
            </div>
            {children()}
            <div id=error_id class="eb-field-errors">
                {move || wrong().into_iter().map(|detail| view! {
                    <p class="eb-field-error"><Icon name=icondata_bs::BsExclamationCircle/>{detail}</p>
                }).collect_view()}
                <Remarks form pointer/>
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
            <span class="visually-hidden">" " {move || t_string!(i18n, field.characters)}</span>
        </span>
    }
}
