//! The frame around every page: rail, top bar, shortcuts, notices, and what is asked before leaving.

mod drawer;
mod go;
mod leave;
mod offline;
mod rail;
mod shortcuts;
pub(crate) mod speech;
mod theme;
mod topbar;
mod user;

pub(crate) use go::{Go, Guard, use_go, use_guard};
pub(crate) use rail::{Rail, narrow_rail};
pub(crate) use shortcuts::ShortcutList;
pub(crate) use speech::LanguageMenu;
pub(crate) use theme::{Theme, ThemeMenu};

use domain::permission::Me;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{
    api::{Failure, use_api},
    browser,
    i18n::{t_string, use_i18n},
    pages::Pages,
    remote::Remote,
    ui::{Broken, NoticeBoard},
    watch::watch,
};

/// For whoever has a token: asks the API who it is, then shows the product.
#[component]
pub(crate) fn Entered() -> impl IntoView {
    let api = use_api();
    let me = Remote::new(move || api.me());
    let retry = Callback::new(move |()| me.refetch());
    move || match me.get() {
        None => ().into_any(),
        Some(Ok(me)) => view! { <Frame me/> }.into_any(),
        // The session has ended by now, and the sign-in page takes over.
        Some(Err(failure)) if failure.is_unknown_caller() => ().into_any(),
        Some(Err(failure)) => view! { <Unreachable failure retry/> }.into_any(),
    }
}

#[component]
fn Unreachable(failure: Failure, retry: Callback<()>) -> impl IntoView {
    view! { <main class="eb-door" id="contenu" tabindex="-1"><div class="eb-door-card"><Broken failure retry/></div></main> }
}

#[component]
fn Frame(me: Me) -> impl IntoView {
    let i18n = use_i18n();
    let guard = Guard::new();
    provide_context(me);
    provide_context(guard);
    provide_context(Go::new(guard));
    let rail = rail::Rail::new();
    provide_context(rail);
    shortcuts::listen();
    focus_follows_page();
    view! {
        <div class="eb-frame" class:eb-narrow=move || rail.is_narrow() on:click:capture=move |event| guard.watch(&event)>
            <a class="eb-skip" rel="external" href="#contenu" on:click=|event| { event.prevent_default(); browser::focus("contenu"); }>
                {move || t_string!(i18n, shell.skip)}
            </a>
            <rail::SideRail/>
            <drawer::RailDrawer/>
            <div class="eb-body">
                <topbar::TopBar/>
                <offline::Offline/>
                <main id="contenu" tabindex="-1"><Pages/></main>
            </div>
            <NoticeBoard/>
            <leave::Leave/>
            <shortcuts::ShortcutDialog/>
        </div>
    }
}

/// A new page starts at its beginning for the keyboard too; a new filter of the same page does not.
fn focus_follows_page() {
    let path = use_location().pathname;
    let before = StoredValue::new(None::<String>);
    watch(move || {
        let path = path.get();
        if before.get_value().is_some_and(|before| before != path) {
            browser::focus_unless_taken("contenu");
        }
        before.set_value(Some(path));
    });
}
