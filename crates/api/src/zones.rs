//! Zones by their names.

use chrono_tz::Tz;
use domain::{FieldError, FieldReason};

/// Checks that a zone, where one is named, is of the IANA list.
pub(crate) fn check(pointer: &str, zone: Option<&str>) -> Result<(), Vec<FieldError>> {
    match zone {
        Some(name) if name.parse::<Tz>().is_err() => {
            Err(vec![FieldError::new(pointer, FieldReason::Zone, name)])
        }
        _ => Ok(()),
    }
}
