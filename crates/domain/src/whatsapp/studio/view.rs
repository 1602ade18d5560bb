//! A template of WhatsApp in lists, and what became of it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::super::{Rejection, TemplateCategory, TemplateQuality, TemplateStatus};
use crate::{
    campaign::CampaignState,
    ids::{CampaignId, TemplateId},
    provider::AccountId,
};

/// A template in a list: all but its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WhatsappTemplateSummary {
    /// Its id.
    pub id: TemplateId,
    /// The account that it is for.
    pub account: AccountId,
    /// Its name at the provider.
    pub name: String,
    /// Its language.
    pub language: String,
    /// What it is for.
    pub category: TemplateCategory,
    /// The beginning of its text, at most 160 characters.
    pub excerpt: String,
    /// Where it stands.
    pub status: TemplateStatus,
    /// How people take it.
    pub quality: TemplateQuality,
    /// Why it was refused or paused.
    pub rejection: Option<Rejection>,
    /// The category that it is about to get.
    pub next_category: Option<TemplateCategory>,
    /// How many campaigns use it.
    pub used: i64,
    /// Put away.
    pub archived: bool,
    /// When it last changed (UTC).
    pub updated_at: DateTime<Utc>,
}

/// One step of what became of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateStep {
    /// Where it stood from then on.
    pub status: TemplateStatus,
    /// How people took it.
    pub quality: TemplateQuality,
    /// What it was for.
    pub category: TemplateCategory,
    /// The provider's code: `INVALID_FORMAT`, `FIRST_PAUSE`.
    pub reason: Option<String>,
    /// When (UTC).
    pub at: DateTime<Utc>,
}

/// A campaign that uses a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateUse {
    /// Its id.
    pub campaign: CampaignId,
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub state: CampaignState,
}
