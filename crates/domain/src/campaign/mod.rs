//! Campaigns: what the API serves and the SPA renders.

mod command;
mod query;
mod state;

pub use command::{CampaignCreate, CampaignEdit};
pub use query::{CampaignCounts, CampaignQuery, CampaignSort, CampaignTab, TabCount};
pub use state::CampaignState;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    channel::Channel,
    ids::{CampaignId, TemplateId},
    text::words,
};

words! {
    /// Where a campaign or template was made.
    Origin {
        /// In the suite, before or beside this module.
        Suite = "suite",
        /// Here.
        Marketing = "marketing",
    }
}

/// The person who made a campaign or template, as the token named them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Owner {
    /// The caller's id in the suite.
    pub id: String,
    /// The name to show; the id where the token has none.
    pub name: String,
}

/// A campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Campaign {
    /// Its id.
    pub id: CampaignId,
    /// Its name, seen by colleagues only.
    pub name: String,
    /// Its channel; fixed once created.
    pub channel: Channel,
    /// Where it stands.
    pub state: CampaignState,
    /// Why it is paused, overdue or failed.
    pub state_reason: Option<String>,
    /// Put away: kept out of the list, nothing lost.
    pub archived: bool,
    /// The subject line (e-mail only).
    pub subject: Option<String>,
    /// The preview text behind the subject (e-mail only).
    pub preheader: Option<String>,
    /// The template that the content comes from.
    pub template_id: Option<TemplateId>,
    /// Free labels.
    pub tags: Vec<String>,
    /// Who made it; unknown for rows of the suite.
    pub owner: Option<Owner>,
    /// Where it was made.
    pub origin: Origin,
    /// Goes up with every change; the ETag.
    pub version: i64,
    /// When it was made (UTC).
    pub created_at: DateTime<Utc>,
    /// When it last changed (UTC).
    pub updated_at: DateTime<Utc>,
}

impl Campaign {
    /// Whether an edit would be accepted.
    #[must_use]
    pub fn is_editable(&self) -> bool {
        self.state.is_editable() && !self.archived
    }
}
