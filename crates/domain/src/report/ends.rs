//! The dead ends of a campaign, and what was decided about them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    campaign::Campaign,
    delivery::{DeadEnd, EndDecision},
    limits::CODE_MAX,
    problem::{FieldError, FieldReason},
    rules::Findings,
};

/// Most numbers that one decision names.
const NUMBERS_MAX: usize = 1_000;

/// What no provider took for sure, by where and why it ended, and what was decided before.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeadEnds {
    /// The groups, the largest first; at most 100.
    pub groups: Vec<DeadEndGroup>,
    /// The newest decisions; at most 50.
    pub decisions: Vec<Decided>,
}

/// Messages that ended in the same place for the same reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeadEndGroup {
    /// Where.
    pub end: DeadEnd,
    /// Why; empty where nobody told.
    pub code: String,
    /// How many.
    pub deliveries: i64,
}

/// A decision about dead ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Decided {
    /// What.
    pub decision: EndDecision,
    /// About how many messages.
    pub deliveries: i64,
    /// Who decided, by the id of the token.
    pub by: String,
    /// When (UTC).
    pub at: DateTime<Utc>,
}

/// Which dead ends a decision is about: all that it can be about, or only some.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct EndChoice {
    /// Only those that ended for this reason; the empty text for those of which nobody told why.
    pub code: Option<String>,
    /// Only these deliveries, by their numbers: at most 1,000.
    pub numbers: Option<Vec<u32>>,
}

/// What a decision came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EndsDecided {
    /// About how many messages it was; none where they were decided before.
    pub deliveries: i64,
    /// The campaign as it is now.
    pub campaign: Campaign,
}

impl EndChoice {
    /// Checks the choice.
    ///
    /// # Errors
    /// Every wrong field, by its JSON pointer.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut findings = Findings::default();
        findings.line("/code", self.code.as_deref().unwrap_or_default(), CODE_MAX);
        if let Some(numbers) = &self.numbers {
            if numbers.is_empty() {
                findings.add("/numbers", FieldReason::Required, "");
            }
            if numbers.len() > NUMBERS_MAX {
                findings.add("/numbers", FieldReason::TooMany, NUMBERS_MAX);
            }
        }
        findings.verdict()
    }
}
