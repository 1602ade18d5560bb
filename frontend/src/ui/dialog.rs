//! The browser's own dialog: it holds the focus, closes by Esc and gives the focus back.

use leptos::{html, prelude::*};

use crate::watch::watch;

use super::fresh_id;

/// A question that has to be answered before anything else.
#[component]
pub(crate) fn Dialog(
    /// Whether it is shown.
    #[prop(into)]
    open: Signal<bool>,
    /// Told when it was closed, by Esc too.
    on_close: Callback<()>,
    /// Its title.
    #[prop(into)]
    title: TextProp,
    /// Room for two columns.
    #[prop(optional)]
    wide: bool,
    /// What it says, and its buttons.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let id = fresh_id("dialog");
    let labelled = id.clone();
    watch(move || {
        let Some(dialog) = node.get() else { return };
        match (open.get(), dialog.open()) {
            // Fails for a dialog that is not in the page; this one is.
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    view! {
        <dialog class="eb-dialog" class:eb-dialog-wide=wide node_ref=node aria-labelledby=labelled
            on:close=move |_| on_close.run(())>
            <h2 id=id>{move || title.get()}</h2>
            {move || open.get().then(|| children())}
        </dialog>
    }
}
