//! A running campaign, as it is told live.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Figures;
use crate::{campaign::CampaignState, ids::CampaignId};

/// Where a campaign stands at a moment: one event of the stream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Progress {
    /// The campaign.
    pub campaign: CampaignId,
    /// Its state.
    pub state: CampaignState,
    /// Why it is paused, overdue or failed.
    pub state_reason: Option<String>,
    /// Its totals.
    pub figures: Figures,
    /// Messages that left per second over the last half minute; none while too little left to tell.
    pub per_second: Option<f64>,
    /// When the last message will have left, at this rate (UTC).
    pub ends_at: Option<DateTime<Utc>>,
    /// When it stood so (UTC).
    pub at: DateTime<Utc>,
}
