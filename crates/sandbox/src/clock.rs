//! The only place that reads the clock.

use chrono::{DateTime, Utc};

/// The time.
#[allow(clippy::disallowed_methods, reason = "this is the clock")]
pub(crate) fn now() -> DateTime<Utc> {
    Utc::now()
}
