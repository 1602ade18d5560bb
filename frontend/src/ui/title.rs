//! The window's title follows the page and the language.

use leptos::prelude::*;

use crate::watch::watch;

/// Keeps `<title>` at this text.
pub(crate) fn set_title(text: impl Fn() -> String + 'static) {
    watch(move || document().set_title(&format!("{} · EB VISION Marketing", text())));
}
