//! When a campaign leaves.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

/// A wall time in a zone, as the marketer said it, with the instant that it means.
///
/// All three are kept: a zone whose rules change before the due time moves the instant, never the wall time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// The wall time, without a zone: `2026-12-01T09:30:00`.
    pub wall: NaiveDateTime,
    /// The IANA zone: `Europe/Paris`.
    pub zone: String,
}

/// A schedule with its instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Due {
    /// When (UTC).
    pub at: DateTime<Utc>,
    /// What the marketer said; none for "now".
    pub schedule: Option<Schedule>,
}
