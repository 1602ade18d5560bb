//! What an administrator has decided, with the version that it has.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A setting as it stands. Its version goes up with every change and is the ETag.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Setting<T> {
    /// What holds.
    pub value: T,
    /// Goes up with every change; 0 while nobody has decided.
    pub version: i64,
    /// Who decided it: the caller's id in the suite.
    pub changed_by: Option<String>,
    /// When (UTC).
    pub changed_at: Option<DateTime<Utc>>,
}
