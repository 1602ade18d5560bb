//! The bar at the foot: whether everything is saved, and the one primary button.

use leptos::prelude::*;

use super::Editor;
use crate::{
    api::Noun,
    i18n::{t_string, use_i18n},
    ui::Icon,
};

/// Stays in sight.
#[component]
pub(crate) fn SaveBar<N: Noun>(
    /// Whose bar.
    editor: Editor<N>,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = move || match (editor.busy.get(), editor.is_unsaved(), editor.saved.with(Option::is_some)) {
        (true, _, _) => {
            view! { <Icon name=icondata_bs::BsHourglassSplit/>{move || t_string!(i18n, editor.saving)} }
                .into_any()
        }
        (_, true, _) => {
            view! { <Icon name=icondata_bs::BsCircle/>{move || t_string!(i18n, editor.unsaved)} }.into_any()
        }
        (_, false, true) => {
            view! { <Icon name=icondata_bs::BsCheck2/>{move || t_string!(i18n, editor.all_saved)} }.into_any()
        }
        (_, false, false) => {
            view! { <Icon name=icondata_bs::BsPencil/>{move || t_string!(i18n, editor.nothing_yet)} }
                .into_any()
        }
    };
    view! {
        <div class="eb-save-bar">
            <p class="eb-save-state" role="status">{state}</p>
            <Show when=move || editor.is_unsaved()>
                <button type="button" class="btn btn-quiet" on:click=move |_| editor.discard()>{move || t_string!(i18n, editor.discard)}</button>
            </Show>
            <button type="submit" class="btn btn-primary" aria-disabled=move || editor.busy.get().to_string()>
                {move || if editor.saved.with(Option::is_some) { t_string!(i18n, editor.save) } else { t_string!(i18n, editor.create) }}
                <kbd aria-hidden="true">"Ctrl S"</kbd>
            </button>
        </div>
    }
}
