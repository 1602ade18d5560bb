//! Rows as a COPY takes them.

use std::borrow::Cow;

use chrono::{DateTime, SecondsFormat, Utc};

/// One value of a row, as text; nothing where the column is empty.
pub type Value<'a> = Option<Cow<'a, str>>;

/// A row that names its fields and gives them as text.
pub trait Fields {
    /// The names of the fields, in their order.
    const FIELDS: &'static [&'static str];

    /// The values, in the order of the names.
    fn fields(&self) -> Vec<Value<'_>>;
}

pub(crate) fn text(value: &str) -> Value<'_> {
    Some(Cow::Borrowed(value))
}

pub(crate) fn maybe(value: Option<&String>) -> Value<'_> {
    value.map(|value| Cow::Borrowed(value.as_str()))
}

pub(crate) fn shown(value: impl ToString) -> Value<'static> {
    Some(Cow::Owned(value.to_string()))
}

pub(crate) fn instant(at: DateTime<Utc>) -> Value<'static> {
    Some(Cow::Owned(at.to_rfc3339_opts(SecondsFormat::Micros, true)))
}

pub(crate) fn bytes(bytes: &[u8]) -> Value<'static> {
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    Some(Cow::Owned(format!("\\x{hex}")))
}
