//! The states of a campaign (words.md "Campaign states").

use crate::text::words;

words! {
    /// Where a campaign stands. Archived is a flag beside it, not a state.
    CampaignState {
        /// Being written.
        Draft = "draft",
        /// Waits for a second person.
        AwaitingApproval = "awaiting_approval",
        /// Leaves at its due time.
        Scheduled = "scheduled",
        /// Its due time passed while nothing ran: a person decides.
        Overdue = "overdue",
        /// Its audience is being frozen.
        Planning = "planning",
        /// Messages are leaving.
        Sending = "sending",
        /// Stopped for a reason; can go on.
        Paused = "paused",
        /// Every delivery has reached an end or is with its provider.
        Finished = "finished",
        /// Called off.
        Cancelled = "cancelled",
        /// Cannot go on, for a reason.
        Failed = "failed",
    }
}

impl CampaignState {
    /// Whether its content may change: nothing that is approved, scheduled or sent ever does.
    #[must_use]
    pub const fn is_editable(self) -> bool {
        matches!(self, Self::Draft)
    }
}
