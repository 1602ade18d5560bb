//! What becomes of a change, and who makes it.

use chrono::{DateTime, Utc};
use domain::campaign::Owner;
use sqlx::types::Uuid;

/// What became of a change that was asked for under a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change<T> {
    /// Done; this is how it reads now.
    Done(T),
    /// Somebody else changed it first; this is how it reads now.
    Stale(T),
    /// It may not be changed as it stands.
    NotEditable(T),
    /// There is none.
    Missing,
}

/// Who makes a row, when, and under which id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authorship {
    /// The new row's id (version 7).
    pub id: Uuid,
    /// The person.
    pub owner: Owner,
    /// The instant.
    pub now: DateTime<Utc>,
}

/// A row as it was locked, or why there is nothing to do to it.
pub(crate) fn judge<T>(
    found: Option<T>,
    is_expected: impl Fn(&T) -> bool,
    may: impl Fn(&T) -> bool,
) -> Result<T, Change<T>> {
    match found {
        None => Err(Change::Missing),
        Some(row) if !is_expected(&row) => Err(Change::Stale(row)),
        Some(row) if !may(&row) => Err(Change::NotEditable(row)),
        Some(row) => Ok(row),
    }
}

/// A line without blanks around it; nothing where nothing is left.
pub(crate) fn line(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}
