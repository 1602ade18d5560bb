//! What became of a canary, as it is kept and told.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{report::Figures, text::words};

words! {
    /// Why a canary is not well. The first one is the reason of the campaign's pause, word for word.
    CanaryFinding {
        /// Nobody was delivered to, as far as anybody has told.
        NobodyDelivered = "canary_nobody_delivered",
        /// So many bounced because the address does not exist that a campaign would be stopped.
        HardBounces = "canary_hard_bounces",
        /// So many complained that a campaign would be stopped.
        Complaints = "canary_complaints",
        /// More opted out than may.
        OptOuts = "canary_opt_outs",
        /// More were held back, refused, bounced or lost otherwise than may.
        Losses = "canary_losses",
        /// Fewer read it than must.
        Reads = "canary_reads",
    }
}

words! {
    /// What was decided about the rest.
    CanaryDecision {
        /// The canary was well: the rest follows.
        Well = "well",
        /// It was not: the campaign is paused, and a person decides. To let it go on sends the rest.
        Unwell = "unwell",
        /// A person did not want to wait: the rest follows.
        ByHand = "by_hand",
    }
}

/// Where the canary of a campaign stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CanaryStanding {
    /// How many people it has.
    pub people: i64,
    /// When the last of them had left (UTC); none before. Whom Meta caps for a day is not waited for.
    pub left_at: Option<DateTime<Utc>>,
    /// When it is judged (UTC); none before the last of them has left.
    pub decides_at: Option<DateTime<Utc>>,
    /// What was decided; none while it is waited.
    pub decision: Option<CanaryDecision>,
    /// Why it is not well.
    pub findings: Vec<CanaryFinding>,
    /// The figures of these people alone when it was decided.
    pub figures: Option<Figures>,
    /// When it was decided (UTC).
    pub decided_at: Option<DateTime<Utc>>,
    /// Who decided; none where it was decided by itself.
    pub decided_by: Option<String>,
    /// When the rest was let go (UTC).
    pub released_at: Option<DateTime<Utc>>,
}
