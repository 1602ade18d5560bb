//! What a token says of its bearer, for display only: the API decides.
//!
//! The browser itself reads it: that is a few bytes, where a decoder and a parser of any JSON would be thousands.

use js_sys::{Array, JSON, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};

/// The claims; nothing where the text is no JWT.
pub(crate) fn read(token: &str) -> Option<JsValue> {
    let parts: Vec<&str> = token.split('.').collect();
    let [_, payload, _] = parts.as_slice() else { return None };
    let claims = JSON::parse(&decoded(payload)?).ok()?;
    claims.is_object().then_some(claims)
}

/// The text of `base64url` (RFC 7515 §2). `atob` gives a character for each byte, which are UTF-8.
fn decoded(payload: &str) -> Option<String> {
    let bytes = window().atob(&payload.replace('-', "+").replace('_', "/")).ok()?;
    let escaped: String = bytes.chars().map(|byte| format!("%{:02x}", u32::from(byte))).collect();
    js_sys::decode_uri_component(&escaped).ok().map(String::from)
}

/// The roles that the token names.
pub(crate) fn roles(token: &str) -> Vec<String> {
    let Some(claims) = read(token) else { return Vec::new() };
    ["role", "roles"].into_iter().flat_map(|name| named(&claims, name)).collect()
}

/// One text, or a list of them.
fn named(claims: &JsValue, name: &str) -> Vec<String> {
    // Refused only where there is no object, and this is one.
    let claim = Reflect::get(claims, &JsValue::from_str(name)).unwrap_or_default();
    match claim.dyn_ref::<Array>() {
        Some(list) => list.iter().filter_map(|role| role.as_string()).collect(),
        None => claim.as_string().into_iter().collect(),
    }
}
