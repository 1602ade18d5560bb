//! The only place that reads a clock or makes a random id (house.md §5): everybody else takes them as parameters.

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// The time.
#[allow(clippy::disallowed_methods, reason = "this is the clock")]
pub(crate) fn now() -> DateTime<Utc> {
    Utc::now()
}

/// A new id: UUIDv7, so that rows made together lie together.
#[allow(clippy::disallowed_methods, reason = "this is the source of ids")]
pub(crate) fn new_id() -> Uuid {
    Uuid::now_v7()
}
