//! Suppression: facts about addresses, shared by every provider. An opt-out is no suppression: it is an entry of the ledger.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    channel::Channel,
    list::{self, Cursor, DEFAULT_LIMIT},
    problem::FieldError,
    rules::Findings,
    text::words,
};

/// Longest note beside a suppression, in characters.
const DETAIL_MAX: usize = 500;

words! {
    /// Why an address is not written to.
    SuppressionReason {
        /// It does not exist.
        HardBounce = "hard_bounce",
        /// Its reader called a message spam.
        Complaint = "complaint",
        /// It bounced softly too often.
        SoftBounces = "soft_bounces",
        /// The provider refuses it.
        Provider = "provider",
        /// Nobody was reached at the number by WhatsApp, too often.
        Unreachable = "unreachable",
        /// A colleague said so.
        Manual = "manual",
    }
}

/// A suppressed address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Suppression {
    /// The address in its normal form.
    pub address: String,
    /// The channel.
    pub channel: Channel,
    /// Why.
    pub reason: SuppressionReason,
    /// What the provider or the colleague said.
    pub detail: Option<String>,
    /// Since when (UTC).
    pub created_at: DateTime<Utc>,
}

/// Suppresses an address by hand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Suppress {
    /// Why, for colleagues; at most 500 characters.
    #[serde(default)]
    pub detail: Option<String>,
}

impl Suppress {
    /// Checks the note.
    ///
    /// # Errors
    /// The wrong field, by its JSON pointer.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut findings = Findings::default();
        findings.text("/detail", self.detail.as_deref().unwrap_or_default(), DETAIL_MAX);
        findings.verdict()
    }
}

/// Which suppressed addresses to list, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct SuppressionQuery {
    /// Part of the address.
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub q: String,
    /// Rows per page, 1 to 200.
    #[cfg_attr(feature = "openapi", param(required = false, minimum = 1, maximum = 200))]
    pub limit: u32,
    /// Where to go on.
    #[cfg_attr(feature = "openapi", param(value_type = Option<String>))]
    pub cursor: Option<Cursor>,
}

impl Default for SuppressionQuery {
    fn default() -> Self {
        Self { q: String::new(), limit: DEFAULT_LIMIT, cursor: None }
    }
}

impl SuppressionQuery {
    /// Checks the words and the size of the page.
    ///
    /// # Errors
    /// Every wrong parameter, by its name after `?`.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        list::check(&self.q, self.limit)
    }
}
