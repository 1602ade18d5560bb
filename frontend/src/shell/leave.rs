//! The question before leaving unsaved work: it names what happens to it.

use leptos::prelude::*;

use super::{use_go, use_guard};
use crate::{
    i18n::{t_string, use_i18n},
    ui::Dialog,
};

/// Stay, leave and find it again, or drop it.
#[component]
pub(crate) fn Leave() -> impl IntoView {
    let i18n = use_i18n();
    let (guard, go) = (use_guard(), use_go());
    let stay = Callback::new(move |()| guard.wanted.set(None));
    let leave = move || {
        if let Some(path) = guard.wanted.get_untracked() {
            guard.wanted.set(None);
            guard.unsaved.set(false);
            go.now(&path);
        }
    };
    let drop_it = move |_| {
        guard.forget();
        leave();
    };
    view! {
        <Dialog open=Signal::derive(move || guard.wanted.with(Option::is_some)) on_close=stay
            title=move || t_string!(i18n, leave.title)>
            <p>{move || t_string!(i18n, leave.text)}</p>
            <div class="eb-dialog-acts">
                <button type="button" class="btn btn-primary" on:click=move |_| stay.run(())>{move || t_string!(i18n, leave.stay)}</button>
                <button type="button" class="btn btn-secondary" on:click=move |_| leave()>{move || t_string!(i18n, leave.keep)}</button>
                <button type="button" class="btn btn-danger-quiet" on:click=drop_it>{move || t_string!(i18n, leave.discard)}</button>
            </div>
        </Dialog>
    }
}
