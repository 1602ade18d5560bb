//! The few places where the page is touched directly.

use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlTextAreaElement, Storage};

/// What outlives the browser: language, theme, menu, shortcuts.
pub(crate) const LASTING: Drawer = Drawer { lasting: true };
/// What ends with the tab: the token, and whatever was typed and not saved.
pub(crate) const TAB: Drawer = Drawer { lasting: false };

/// One of the browser's two stores. A browser may refuse them; then nothing is remembered, and nothing breaks.
#[derive(Clone, Copy)]
pub(crate) struct Drawer {
    lasting: bool,
}

impl Drawer {
    fn open(self) -> Option<Storage> {
        let storage = if self.lasting { window().local_storage() } else { window().session_storage() };
        storage.ok().flatten()
    }

    /// What was kept under the key.
    pub(crate) fn read(self, key: &str) -> Option<String> {
        self.open()?.get_item(key).ok().flatten()
    }

    /// Keeps the value; `false` where the browser refuses.
    pub(crate) fn keep(self, key: &str, value: &str) -> bool {
        self.open().is_some_and(|storage| storage.set_item(key, value).is_ok())
    }

    /// Forgets the key.
    pub(crate) fn forget(self, key: &str) -> bool {
        self.open().is_some_and(|storage| storage.remove_item(key).is_ok())
    }
}

/// The element with this id.
pub(crate) fn element(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Moves the keyboard's focus to the element, once the page has drawn what was just decided.
pub(crate) fn focus_soon(id: &'static str) {
    leptos::prelude::request_animation_frame(move || focus(id));
}

/// Moves the keyboard's focus to the element soon, unless whoever works here has put it somewhere else before that.
pub(crate) fn focus_unless_taken(id: &'static str) {
    let before = focused();
    leptos::prelude::request_animation_frame(move || {
        let now = focused();
        if now.is_none() || now == before {
            focus(id);
        }
    });
}

/// What has the keyboard's focus; a page that gave it to nothing says its body.
fn focused() -> Option<Element> {
    document().active_element().filter(|element| element.tag_name() != "BODY")
}

/// Moves the keyboard's focus to the element.
pub(crate) fn focus(id: &str) {
    if let Some(element) = element(id) {
        // An element that cannot take the focus leaves it where it was.
        drop(element.focus());
    }
}

/// Moves the keyboard's focus to a text field and selects a part of it, in UTF-16 units.
pub(crate) fn select(id: &str, from: u32, to: u32) {
    focus(id);
    let Some(element) = element(id) else { return };
    // Refused only where nothing can be selected; a text field always can.
    if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
        drop(area.set_selection_range(from, to));
    } else if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        drop(input.set_selection_range(from, to));
    }
}

/// Removes what `index.html` shows until the program runs.
pub(crate) fn remove_boot_screen() {
    if let Some(boot) = element("boot") {
        boot.remove();
    }
}

/// Sets an attribute of `<html>`.
pub(crate) fn set_root(name: &str, value: &str) {
    if let Some(root) = document().document_element() {
        // Fails for names that are no names only; ours are constants.
        drop(root.set_attribute(name, value));
    }
}

/// Whether a media query matches now.
pub(crate) fn matches(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
}

/// A name for one attempt to create something.
pub(crate) fn attempt_key() -> Option<String> {
    window().crypto().ok().map(|crypto| crypto.random_uuid())
}
