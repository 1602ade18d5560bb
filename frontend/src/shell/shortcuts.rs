//! Shortcuts of one or two letters. They can be switched off (WCAG 2.1.4), and never act while something is typed.

use domain::Permission;
use leptos::{ev, prelude::*};
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::use_go;
use crate::{
    browser::{self, LASTING},
    i18n::{t_string, use_i18n},
    ui::{Dialog, may},
};

const KEY: &str = "shortcuts";
/// How long the second letter of `g c` may take, in milliseconds.
const PAUSE: f64 = 1_500.0;

/// Whether the shortcuts act, and whether their list is open.
#[derive(Clone, Copy)]
struct Shortcuts {
    on: RwSignal<bool>,
    listed: RwSignal<bool>,
}

/// Provides the setting and listens to the keyboard.
pub(crate) fn listen() {
    let keys = Shortcuts { on: RwSignal::new(LASTING.read(KEY).is_none()), listed: RwSignal::new(false) };
    provide_context(keys);
    let go = use_go();
    let location = use_location();
    let (path, search) = (location.pathname, location.search);
    let (campaigns, templates) = (may(Permission::CampaignsWrite), may(Permission::TemplatesWrite));
    let gone = StoredValue::new(f64::NEG_INFINITY);
    let handle = window_event_listener(ev::keydown, move |event| {
        if !keys.on.get_untracked() || is_busy(&event) {
            return;
        }
        let after_g = js_sys::Date::now() - gone.get_value() < PAUSE;
        gone.set_value(f64::NEG_INFINITY);
        let path = path.get_untracked();
        let (in_templates, in_studio) =
            (path.starts_with("/templates"), path.starts_with("/whatsapp/templates"));
        match (after_g, event.key().as_str()) {
            (true, "c") => go.to("/campaigns"),
            (true, "t") => go.to("/templates?channel=email"),
            (true, "h") => go.to("/"),
            (false, "g") => gone.set_value(js_sys::Date::now()),
            (false, "n") if in_studio && templates => go.to("/whatsapp/templates/new"),
            (false, "n") if in_templates && templates => go.to(&new_template(&search.get_untracked())),
            (false, "n") if !in_templates && campaigns => go.to("/campaigns/new"),
            (false, "?") => keys.listed.set(true),
            (false, "/") => browser::focus("search"),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || handle.remove());
}

/// A new one of the channel that the list shows.
fn new_template(search: &str) -> String {
    let channel = search.trim_start_matches('?').split('&').find(|pair| pair.starts_with("channel="));
    channel.map_or_else(|| "/templates/new".to_owned(), |channel| format!("/templates/new?{channel}"))
}

/// Somebody types, holds a modifier, or answers a dialog.
fn is_busy(event: &KeyboardEvent) -> bool {
    let typing = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"));
    let asked = document().query_selector("dialog[open]").ok().flatten().is_some();
    typing || asked || event.ctrl_key() || event.meta_key() || event.alt_key() || event.repeat()
}

/// The list, by `?`.
#[component]
pub(crate) fn ShortcutDialog() -> impl IntoView {
    let i18n = use_i18n();
    let keys: Shortcuts = expect_context();
    let close = Callback::new(move |()| keys.listed.set(false));
    view! {
        <Dialog open=keys.listed on_close=close title=move || t_string!(i18n, shortcuts.title)>
            <ShortcutList/>
            <div class="eb-dialog-acts">
                <button type="button" class="btn btn-secondary" on:click=move |_| close.run(())>{move || t_string!(i18n, shortcuts.close)}</button>
            </div>
        </Dialog>
    }
}

/// Each shortcut with what it does, and the switch.
#[component]
pub(crate) fn ShortcutList() -> impl IntoView {
    let i18n = use_i18n();
    let keys: Shortcuts = expect_context();
    let id = crate::ui::fresh_id("shortcuts");
    let switch = move |on: bool| {
        keys.on.set(on);
        if on {
            LASTING.forget(KEY)
        } else {
            LASTING.keep(KEY, "off")
        };
    };
    view! {
        <dl class="eb-keys">
            <Keys keys=&["/"] does=Signal::derive(move || t_string!(i18n, shortcuts.search))/>
            <Keys keys=&["g", "h"] does=Signal::derive(move || t_string!(i18n, shortcuts.home))/>
            <Keys keys=&["g", "c"] does=Signal::derive(move || t_string!(i18n, shortcuts.campaigns))/>
            <Keys keys=&["g", "t"] does=Signal::derive(move || t_string!(i18n, shortcuts.templates))/>
            <Keys keys=&["n"] does=Signal::derive(move || t_string!(i18n, shortcuts.new))/>
            <Keys keys=&["Ctrl", "S"] does=Signal::derive(move || t_string!(i18n, shortcuts.save))/>
            <Keys keys=&["?"] does=Signal::derive(move || t_string!(i18n, shortcuts.list))/>
            <Keys keys=&["Esc"] does=Signal::derive(move || t_string!(i18n, shortcuts.escape))/>
        </dl>
        <div class="form-check form-switch">
            <input class="form-check-input" type="checkbox" role="switch" id=id.clone() prop:checked=move || keys.on.get()
                on:change:target=move |event| switch(event.target().checked())/>
            <label class="form-check-label" for=id>{move || t_string!(i18n, shortcuts.switch)}</label>
        </div>
    }
}

#[component]
fn Keys(keys: &'static [&'static str], #[prop(into)] does: Signal<&'static str>) -> impl IntoView {
    let keys = keys.iter().map(|key| view! { <kbd>{*key}</kbd> }).collect_view();
    view! { <div><dt>{keys}</dt><dd>{move || does.get()}</dd></div> }
}
