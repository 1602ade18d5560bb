//! The bar at the foot: whether everything is saved, and the one primary button.

use leptos::prelude::*;

use super::form::Form;
use crate::{
    i18n::{t_string, use_i18n},
    ui::Icon,
};

/// Stays in sight.
#[component]
pub(crate) fn SaveBar(
    /// Whose bar.
    form: Form,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = move || match (form.busy.get(), form.unsaved.get(), form.exists.get()) {
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
            <Show when=move || form.unsaved.get()>
                <button type="button" class="btn btn-quiet" on:click=move |_| form.discard.run(())>{move || t_string!(i18n, editor.discard)}</button>
            </Show>
            <button type="submit" class="btn btn-primary" aria-disabled=move || form.busy.get().to_string()>
                {move || if form.exists.get() { t_string!(i18n, editor.save) } else { t_string!(i18n, editor.create) }}
                <kbd aria-hidden="true">"Ctrl S"</kbd>
            </button>
        </div>
    }
}

/// What was typed earlier is back.
#[component]
pub(crate) fn Restored(
    /// Whose draft.
    form: Form,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div role="status">
            <Show when=move || form.restored.get()>
                <div class="eb-notice">
                    <Icon name=icondata_bs::BsArrowCounterclockwise/>
                    <p>{move || t_string!(i18n, editor.restored)} " "
                        <button type="button" class="eb-link" on:click=move |_| form.discard.run(())>{move || t_string!(i18n, editor.discard)}</button>
                    </p>
                </div>
            </Show>
        </div>
    }
}
