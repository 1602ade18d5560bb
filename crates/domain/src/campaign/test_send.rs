//! A look at a message in a real mailbox.

use serde::{Deserialize, Serialize};

use crate::{
    ids::PersonId,
    problem::{FieldError, FieldReason},
    rules::Findings,
};

/// Most addresses of one test: a test is for colleagues, never a way around the rules of sending.
const ADDRESSES_MAX: usize = 5;

/// Sends a campaign, as it is saved, to a few colleagues. Nothing in it is counted, and no link of it does anything personal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TestSend {
    /// The person whose message it is; none for an invented one.
    #[serde(default)]
    pub person: Option<PersonId>,
    /// Who gets it: 1 to 5 addresses.
    pub addresses: Vec<String>,
}

impl TestSend {
    /// Checks how many they are; whether each is an address is the API's to say.
    ///
    /// # Errors
    /// Every wrong field, by its JSON pointer.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut findings = Findings::default();
        if self.addresses.is_empty() {
            findings.add("/addresses", FieldReason::Required, "");
        }
        if self.addresses.len() > ADDRESSES_MAX {
            findings.add("/addresses", FieldReason::TooMany, ADDRESSES_MAX);
        }
        findings.verdict()
    }
}
