//! Words of others, as PostgreSQL can keep them.

/// Most characters of a reason for a failure that are kept.
pub(crate) const REASON_MAX: usize = 500;

/// At most so many characters, none of them NUL: PostgreSQL holds none.
pub(crate) fn kept(text: &str, most: usize) -> String {
    text.chars().filter(|c| *c != '\0').take(most).collect()
}
