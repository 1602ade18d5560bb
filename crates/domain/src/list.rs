//! Cursor pages: a list is walked by keys, never by offsets, so that a row added meanwhile moves nothing.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use uuid::Uuid;

use crate::{
    limits::SEARCH_MAX,
    problem::{FieldError, FieldReason, UnknownWord},
    rules::Findings,
};

/// The size of a page when none is asked for.
pub const DEFAULT_LIMIT: u32 = 25;
/// The largest page that is served.
pub const MAX_LIMIT: u32 = 200;

/// One page of a list, with the cursors of its neighbours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The rows, in the order asked for.
    pub items: Vec<T>,
    /// Cursor of the following page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub next: Option<Cursor>,
    /// Cursor of the preceding page; absent on the first one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub previous: Option<Cursor>,
}

/// Checks what every list takes: the words searched for, and the rows per page.
pub(crate) fn check(words: &str, limit: u32) -> Result<(), Vec<FieldError>> {
    let mut findings = Findings::default();
    findings.line("?q", words, SEARCH_MAX);
    if !(1..=MAX_LIMIT).contains(&limit) {
        findings.add("?limit", FieldReason::Unknown, format!("1–{MAX_LIMIT}"));
    }
    findings.verdict()
}

/// Which way a cursor reads from its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    /// The rows after it, in the order of the list.
    #[serde(rename = "n")]
    Next,
    /// The rows before it.
    #[serde(rename = "p")]
    Previous,
}

/// A place in a list: the sort it was cut under, the sort key and id of the row at the edge, and the way to read.
///
/// Travels as opaque base64url text; a cursor that does not decode is a `cursor.invalid` problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The sort that the list had; a cursor is only good for the same one.
    pub sort: String,
    /// The edge row's sort key, as text (instants in RFC 3339 with microseconds).
    pub key: String,
    /// The edge row's id, which breaks ties.
    pub id: Uuid,
    /// Which way to read.
    pub direction: Direction,
}

type Wire = (String, String, Uuid, Direction);

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let wire: Wire = (self.sort.clone(), self.key.clone(), self.id, self.direction);
        let json = serde_json::to_vec(&wire).map_err(|_| std::fmt::Error)?;
        f.write_str(&URL_SAFE_NO_PAD.encode(json))
    }
}

impl std::str::FromStr for Cursor {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = || UnknownWord::new(text, []);
        let json = URL_SAFE_NO_PAD.decode(text).map_err(|_| unknown())?;
        let (sort, key, id, direction): Wire = serde_json::from_slice(&json).map_err(|_| unknown())?;
        // No row of PostgreSQL holds NUL: this key was never cut from one.
        if key.contains('\0') {
            return Err(unknown());
        }
        Ok(Self { sort, key, id, direction })
    }
}

impl Serialize for Cursor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Cursor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_cursor_comes_back_from_its_url_form(sort in ".*", key in "[^\0]*", id: u128, forward: bool) {
            let direction = if forward { Direction::Next } else { Direction::Previous };
            let cursor = Cursor { sort, key, id: Uuid::from_u128(id), direction };
            prop_assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }

        #[test]
        fn garbage_is_refused_and_never_panics(text in ".*") {
            prop_assume!(URL_SAFE_NO_PAD.decode(&text).is_err());
            prop_assert!(text.parse::<Cursor>().is_err());
        }
    }
}
