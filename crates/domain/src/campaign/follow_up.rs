//! A campaign by e-mail to those whom a campaign by WhatsApp did not reach.

use serde::{Deserialize, Serialize};

use super::CampaignEdit;
use crate::{
    audience::{Condition, Field, Missed, MissedReason, Segment},
    ids::CampaignId,
    limits::NAME_MAX,
    problem::FieldError,
    rules::Findings,
};

/// Makes a draft by e-mail for those whom a campaign by WhatsApp did not reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FollowUp {
    /// The draft's name, 1 to 200 characters.
    pub name: String,
    /// Why they were not reached.
    pub missed: MissedReason,
}

impl FollowUp {
    /// Checks the draft's name.
    ///
    /// # Errors
    /// The wrong field, by its JSON pointer.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut findings = Findings::default();
        findings.required_line("/name", &self.name, NAME_MAX);
        findings.verdict()
    }

    /// What the draft begins with: its name, and exactly those people.
    #[must_use]
    pub fn edit(self, campaign: CampaignId) -> CampaignEdit {
        let missed = Missed { campaign, reason: self.missed };
        let audience = Segment::Is(Condition { field: Field::Missed, any_of: vec![missed.to_string()] });
        CampaignEdit { name: self.name, audience: Some(audience), ..CampaignEdit::default() }
    }
}
