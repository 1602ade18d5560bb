//! The manners that every route has, so that no handler repeats them.

pub(crate) mod body;
pub(crate) mod head;
pub(crate) mod headers;
pub(crate) mod misread;
pub(crate) mod observe;
pub(crate) mod once;
pub(crate) mod problems;
pub(crate) mod query;
pub(crate) mod unmatched;
pub(crate) mod version;
