//! How fast messages may leave: limits of accounts, of recipients' domains and of campaigns, kept exactly by all processes together.
//!
//! Pure: whoever claims a batch locks what was taken of late ([`AccountTaken`]), asks [`allot`] who may go, and writes it back.

mod allot;
mod command;
mod day;
mod limits;
mod slowdown;
mod taken;
mod warm_up;
mod window;

pub use allot::{Addressee, Allotment, Claimant, allot};
pub(crate) use command::at_least_one;
pub use command::{AccountPace, DomainPace};
pub use day::{CampaignDay, CampaignTaken, DayQuota, days};
pub use limits::Limits;
pub use slowdown::Slowdown;
pub use taken::{AccountTaken, DomainTaken, Taken};
pub use warm_up::WarmUp;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::text::words;

words! {
    /// What a campaign that is sending waits for.
    WaitReason {
        /// Its account rests, or is stopped until a person acts.
        AccountPaused = "account_paused",
        /// The account has sent as much as its limits allow for now.
        AccountPace = "account_pace",
        /// The recipients' domains have got as much as their limits allow for now.
        DomainPace = "domain_pace",
        /// It is quiet where its recipients are.
        QuietHours = "quiet_hours",
        /// The campaign has sent as much as its own limit allows for now.
        CampaignPace = "campaign_pace",
        /// Meta delivers nothing to them for a day.
        Capped = "capped",
        /// The first few have left, and how they take it is waited for.
        Canary = "canary",
    }
}

/// That a campaign which is sending waits, and for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Waiting {
    /// For what.
    pub reason: WaitReason,
    /// Until when (UTC), as far as it is known; none where a person must act.
    pub until: Option<DateTime<Utc>>,
}
