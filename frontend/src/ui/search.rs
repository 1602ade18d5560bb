//! A search field that acts on Enter, and when it is emptied.

use leptos::{ev::SubmitEvent, html, prelude::*};

use super::{Icon, fresh_id};

/// Shows the words in force; tells the new ones.
#[component]
pub(crate) fn SearchBox(
    /// Its name.
    #[prop(into)]
    label: TextProp,
    /// What it looks in.
    #[prop(into)]
    hint: TextProp,
    /// The words in force.
    #[prop(into)]
    words: Signal<String>,
    /// Told the new words.
    on_search: Callback<String>,
) -> impl IntoView {
    let id = fresh_id("search");
    let field = NodeRef::<html::Input>::new();
    let tell = move || {
        if let Some(field) = field.get_untracked() {
            on_search.run(field.value().trim().to_owned());
        }
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        tell();
    };
    view! {
        <form class="eb-search" role="search" on:submit=submit>
            <label class="visually-hidden" for=id.clone()>{move || label.get()}</label>
            <Icon name=icondata_bs::BsSearch/>
            <input id=id type="search" class="form-control" node_ref=field maxlength="200" autocomplete="off"
                placeholder=move || hint.get() prop:value=move || words.get()
                on:input:target=move |event| if event.target().value().is_empty() { tell() }/>
        </form>
    }
}
