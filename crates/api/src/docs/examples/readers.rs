//! What readers see.

use super::{Example, answer};

/// A public page, in short.
pub(crate) const PAGE: &str = "<!DOCTYPE html><html lang=\"fr\">…</html>";

pub(super) fn all() -> Vec<(&'static str, Example)> {
    let pages =
        ["ask_to_unsubscribe", "unsubscribe", "show_preferences", "save_preferences", "show_web_version"];
    let shown = pages.map(|page| (page, answer(PAGE)));
    let others = [("count_open", answer("GIF89a…")), ("follow_link", Example::default())];
    shown.into_iter().chain(others).collect()
}
