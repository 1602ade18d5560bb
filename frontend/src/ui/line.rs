//! A line of a form that is sent as a whole, without an editor around it.

use leptos::prelude::*;

use super::fresh_id;

/// Label above, what is wrong and what the value means below.
#[component]
pub(crate) fn Line(
    /// Its name.
    #[prop(into)]
    label: TextProp,
    /// What kind of value the browser helps to write.
    #[prop(default = "text")]
    kind: &'static str,
    /// What is typed.
    value: RwSignal<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    wrong: Signal<Vec<String>>,
    /// The value in the reader's words: the browser writes a date in its own language, whatever the page's is.
    #[prop(optional, into)]
    means: Signal<Option<String>>,
) -> impl IntoView {
    let (id, error, meaning) = (fresh_id("field"), fresh_id("error"), fresh_id("meaning"));
    let described = format!("{error} {meaning}");
    view! {
        <div class="eb-field">
            <label class="eb-label" for=id.clone()>{move || label.get()}</label>
            <input id=id class="form-control" type=kind prop:value=move || value.get() aria-describedby=described
                aria-invalid=move || (!wrong.get().is_empty()).then_some("true") on:input:target=move |event| value.set(event.target().value())/>
            <p class="eb-field-error" id=error role="alert">{move || wrong.get().join(" ")}</p>
            <p class="eb-help" id=meaning role="status">{move || means.get()}</p>
        </div>
    }
}
