//! Effects of one type: each closure of its own would bring the whole machinery of an effect once more into the browser.

use std::time::Duration;

use leptos::prelude::{Effect, on_cleanup, set_interval_with_handle};

/// Runs now, and whenever a signal that it reads has changed.
pub(crate) fn watch(act: impl Fn() + 'static) {
    let act: Box<dyn Fn()> = Box::new(act);
    Effect::new(act);
}

/// Does it again and again, for as long as whoever asks is there.
pub(crate) fn every(span: Duration, act: impl Fn() + 'static) {
    // Refused only where there is no window; a page is in one.
    if let Ok(handle) = set_interval_with_handle(act, span) {
        on_cleanup(move || handle.clear());
    }
}
