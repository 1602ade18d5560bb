//! A list's filters, order and place live in its address: it can be reloaded, bookmarked, shared, and gone back from.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use serde::{Serialize, de::DeserializeOwned};

/// What the address asks; an error where it asks what no list has.
pub(crate) type Asked<Q> = Result<Q, String>;

/// The query of the current address.
pub(crate) fn asked<Q: DeserializeOwned + PartialEq + Send + Sync + 'static>() -> Memo<Asked<Q>> {
    let search = use_location().search;
    Memo::new(move |_| {
        let search = search.get();
        serde_urlencoded::from_str(search.trim_start_matches('?')).map_err(|error| error.to_string())
    })
}

/// The address of a query: what is as always is left out.
pub(crate) fn href<Q: Serialize + Default>(path: &str, query: &Q) -> String {
    let usual = pairs(&Q::default());
    let kept: Vec<_> = pairs(query).into_iter().filter(|pair| !usual.contains(pair)).collect();
    match serde_urlencoded::to_string(&kept) {
        Ok(search) if !search.is_empty() => format!("{path}?{search}"),
        _ => path.to_owned(),
    }
}

fn pairs(query: &impl Serialize) -> Vec<(String, String)> {
    // Our queries are flat structs of words and numbers: they always encode, and what was encoded decodes.
    let text = serde_urlencoded::to_string(query).unwrap_or_default();
    serde_urlencoded::from_str(&text).unwrap_or_default()
}
