//! The navigation on phones.

use icondata_bs as bs;
use leptos::{html, prelude::*};
use leptos_router::hooks::use_location;

use super::rail::{Brand, Entry, Rail, Sections};
use crate::{
    i18n::{t_string, use_i18n},
    ui::Icon,
    watch::watch,
};

/// The same navigation as a drawer, below 768 px.
#[component]
pub(crate) fn RailDrawer() -> impl IntoView {
    let i18n = use_i18n();
    let rail: Rail = expect_context();
    let node = NodeRef::<html::Dialog>::new();
    let path = use_location().pathname;
    let search = use_location().search;
    watch(move || {
        path.track();
        search.track();
        rail.drawer.set(false);
    });
    watch(move || {
        let Some(dialog) = node.get() else { return };
        match (rail.drawer.get(), dialog.open()) {
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    view! {
        <dialog class="eb-drawer" node_ref=node aria-label=move || t_string!(i18n, rail.label) on:close=move |_| rail.drawer.set(false)>
            {move || rail.drawer.get().then(|| view! {
                <nav aria-label=move || t_string!(i18n, rail.label)>
                    <div class="eb-drawer-head"><Brand/>
                        <button type="button" class="btn btn-quiet eb-icon-button" aria-label=move || t_string!(i18n, rail.close)
                            on:click=move |_| rail.drawer.set(false)><Icon name=bs::BsXLg/></button>
                    </div>
                    <Sections/>
                    <div class="eb-rail-foot"><Entry href="/help" icon=bs::BsQuestionCircle name=Signal::derive(move || t_string!(i18n, rail.help))/></div>
                </nav>
            })}
        </dialog>
    }
}
