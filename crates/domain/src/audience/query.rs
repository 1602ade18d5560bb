//! What can be asked about audiences.

use serde::{Deserialize, Serialize};

use super::{ExclusionReason, Field};
use crate::{
    list::{self, Cursor, DEFAULT_LIMIT},
    problem::FieldError,
};

/// Asks for the values that a condition can choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct ValuesQuery {
    /// The field.
    #[cfg_attr(feature = "openapi", param(inline))]
    pub field: Field,
}

/// Which contacts that were left out to list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct ExclusionQuery {
    /// Words to find in name and address.
    pub q: String,
    /// Only those left out for one reason.
    #[cfg_attr(feature = "openapi", param(inline))]
    pub reason: Option<ExclusionReason>,
    /// Rows per page, 1 to 200.
    #[cfg_attr(feature = "openapi", param(required = false, minimum = 1, maximum = 200))]
    pub limit: u32,
    /// Where to go on.
    #[cfg_attr(feature = "openapi", param(value_type = Option<String>))]
    pub cursor: Option<Cursor>,
}

impl Default for ExclusionQuery {
    fn default() -> Self {
        Self { q: String::new(), reason: None, limit: DEFAULT_LIMIT, cursor: None }
    }
}

impl ExclusionQuery {
    /// Checks the words and the size of the page.
    ///
    /// # Errors
    /// Every wrong parameter, by its name after `?`.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        list::check(&self.q, self.limit)
    }
}
