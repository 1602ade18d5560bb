//! What a token says of its bearer, for display only: the API decides.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;

/// The claims; nothing where the text is no JWT.
pub(crate) fn read(token: &str) -> Option<Value> {
    let parts: Vec<&str> = token.split('.').collect();
    let [_, payload, _] = parts.as_slice() else { return None };
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()
}

/// The roles that the token names.
pub(crate) fn roles(token: &str) -> Vec<String> {
    let Some(claims) = read(token) else { return Vec::new() };
    let named = [&claims["role"], &claims["roles"]].into_iter().flat_map(|claim| match claim {
        Value::String(role) => vec![role.clone()],
        Value::Array(roles) => roles.iter().filter_map(|role| role.as_str().map(str::to_owned)).collect(),
        _ => Vec::new(),
    });
    named.collect()
}
