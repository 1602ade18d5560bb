//! The token travels in the address's fragment, which no server ever sees, and leaves it at once.

use leptos::prelude::window;
use wasm_bindgen::JsValue;

/// Takes the token out of `#token=…`, and out of the history.
pub(crate) fn take() -> Option<String> {
    let hash = window().location().hash().ok()?;
    let token = hash.strip_prefix("#token=")?.trim().to_owned();
    replace(&current_path());
    (!token.is_empty()).then_some(token)
}

/// The path with its query.
pub(crate) fn current_path() -> String {
    let location = window().location();
    location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
}

/// After a detour through the suite: back to the page that was open, when the suite sent us to the front door.
pub(crate) fn go_back_to(path: Option<String>) {
    if let Some(path) = path.filter(|path| path.starts_with('/') && current_path() == "/") {
        replace(&path);
    }
}

fn replace(path: &str) {
    if let Ok(history) = window().history() {
        // Refused only for addresses of another origin; ours is a path.
        drop(history.replace_state_with_url(&JsValue::NULL, "", Some(path)));
    }
}
