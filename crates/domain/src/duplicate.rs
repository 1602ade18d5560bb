//! The order to copy, the same for campaigns and templates.

use serde::{Deserialize, Serialize};

use crate::{limits::NAME_MAX, problem::FieldError, rules::Findings};

/// Makes a copy of a campaign or template, under a name of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Duplicate {
    /// The copy's name, 1 to 200 characters.
    pub name: String,
}

impl Duplicate {
    /// Checks the copy's name.
    ///
    /// # Errors
    /// The wrong field, by its JSON pointer.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut findings = Findings::default();
        findings.required_line("/name", &self.name, NAME_MAX);
        findings.verdict()
    }
}
