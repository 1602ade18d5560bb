//! Suppression: facts about addresses, shared by every provider. An opt-out is no suppression: it is an entry of the ledger.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{channel::Channel, text::words};

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
