//! Effects of one type: each closure of its own would bring the whole machinery of an effect once more into the browser.

use leptos::prelude::Effect;

/// Runs now, and whenever a signal that it reads has changed.
pub(crate) fn watch(act: impl Fn() + 'static) {
    let act: Box<dyn Fn()> = Box::new(act);
    Effect::new(act);
}
