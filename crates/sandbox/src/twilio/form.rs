//! Forms as JSON objects: every value a text, and a list where a name may come several times.

use serde_json::{Map, Value};

/// Names that may come several times.
const LISTS: [&str; 2] = ["MediaUrl", "PersistentAction"];

/// A body: the Content API takes JSON, everything else forms.
pub(super) fn json(body: &[u8]) -> Result<Value, String> {
    if body.trim_ascii_start().starts_with(b"{") {
        return serde_json::from_slice(body).map_err(|error| error.to_string());
    }
    let pairs: Vec<(String, String)> =
        serde_urlencoded::from_bytes(body).map_err(|error| error.to_string())?;
    let mut object = Map::new();
    for (name, value) in pairs {
        if LISTS.contains(&name.as_str()) {
            let list = object.entry(name).or_insert_with(|| Value::Array(Vec::new()));
            list.as_array_mut().into_iter().for_each(|list| list.push(value.clone().into()));
        } else {
            object.insert(name, value.into());
        }
    }
    Ok(Value::Object(object))
}
