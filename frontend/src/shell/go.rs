//! Going to another page, unless something was typed and not saved.

use leptos::{ev, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlAnchorElement, MouseEvent};

/// Knows whether the page holds unsaved work, and where the person wanted to go.
#[derive(Clone, Copy)]
pub(crate) struct Guard {
    /// Whether something was typed and not saved.
    pub(crate) unsaved: RwSignal<bool>,
    /// Where the person wants to go meanwhile.
    pub(crate) wanted: RwSignal<Option<String>>,
    /// Forgets what was typed.
    discard: RwSignal<Option<Callback<()>>>,
    /// The form that speaks for the page.
    holder: StoredValue<String>,
    /// Saves first where the form can, and goes then.
    settle: StoredValue<Option<(String, Callback<String>)>>,
}

impl Guard {
    /// Watches the window too, for reloads and closed tabs.
    pub(crate) fn new() -> Self {
        let guard = Self {
            unsaved: RwSignal::new(false),
            wanted: RwSignal::new(None),
            discard: RwSignal::new(None),
            holder: StoredValue::new(String::new()),
            settle: StoredValue::new(None),
        };
        let handle = window_event_listener(ev::beforeunload, move |event| {
            if guard.unsaved.get_untracked() {
                event.prevent_default();
            }
        });
        on_cleanup(move || handle.remove());
        guard
    }

    /// A form opens, and from now on speaks for the page.
    pub(crate) fn hold(self, holder: String, discard: Callback<()>) {
        self.holder.set_value(holder);
        self.discard.set(Some(discard));
    }

    /// The form saves by itself: it is asked to, before the page is left. Addresses that begin with `scope` are pages of its own.
    pub(crate) fn settle_by(self, scope: String, settle: Callback<String>) {
        self.settle.set_value(Some((scope, settle)));
    }

    /// Whether leaving for this address must wait; whoever has to be asked, is.
    fn stops(self, path: &str) -> bool {
        if !self.unsaved.get_untracked() || is_here(path) {
            return false;
        }
        match self.settle.get_value() {
            Some((scope, _)) if path.starts_with(&scope) => return false,
            Some((_, settle)) => settle.run(path.to_owned()),
            None => self.wanted.set(Some(path.to_owned())),
        }
        true
    }

    /// The form closes; the next one may have opened already.
    pub(crate) fn release(self, holder: &str) {
        if self.holder.try_with_value(|current| current == holder) == Some(true) {
            self.unsaved.set(false);
            self.discard.set(None);
            self.settle.set_value(None);
        }
    }

    /// Forgets what was typed.
    pub(crate) fn forget(self) {
        if let Some(discard) = self.discard.get_untracked() {
            discard.run(());
        }
    }

    /// Stops a click on a link to another page while there is unsaved work.
    pub(crate) fn watch(self, event: &MouseEvent) {
        let plain = event.button() == 0
            && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
        if plain && link(event).is_some_and(|path| self.stops(&path)) {
            event.prevent_default();
            event.stop_propagation();
        }
    }
}

/// The address of our own that the click would lead to.
fn link(event: &MouseEvent) -> Option<String> {
    let element: Element = event.target()?.dyn_into().ok()?;
    let anchor: HtmlAnchorElement = element.closest("a[href]").ok()??.dyn_into().ok()?;
    let ours = window().location().origin().is_ok_and(|origin| origin == anchor.origin());
    (ours && anchor.target().is_empty()).then(|| anchor.pathname() + &anchor.search())
}

fn is_here(path: &str) -> bool {
    let location = window().location();
    path == location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
}

/// The guard, from the context.
pub(crate) fn use_guard() -> Guard {
    expect_context()
}

type Navigate = Box<dyn Fn(&str, NavigateOptions)>;

/// Goes to pages.
#[derive(Clone, Copy)]
pub(crate) struct Go {
    navigate: StoredValue<Navigate, LocalStorage>,
    guard: Guard,
}

impl Go {
    /// Asks this guard first.
    pub(crate) fn new(guard: Guard) -> Self {
        Self { navigate: StoredValue::new_local(Box::new(use_navigate())), guard }
    }

    /// Goes there, or asks first.
    pub(crate) fn to(self, path: &str) {
        if !self.guard.stops(path) {
            self.now(path);
        }
    }

    /// Goes there without asking.
    pub(crate) fn now(self, path: &str) {
        self.navigate.with_value(|navigate| navigate(path, NavigateOptions::default()));
    }

    /// Goes there, and the present address leaves the history.
    pub(crate) fn instead(self, path: &str) {
        let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
        self.navigate.with_value(|navigate| navigate(path, options));
    }
}

/// The way to other pages, from the context.
pub(crate) fn use_go() -> Go {
    expect_context()
}
