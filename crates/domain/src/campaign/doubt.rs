//! What becomes of messages of which nobody can tell whether they were taken.

use crate::text::words;

words! {
    /// What a campaign prefers where nobody can find out whether a message was taken.
    DoubtPolicy {
        /// It is unknown, and a person decides: nobody gets the message twice.
        PreferNoDuplicate = "prefer_no_duplicate",
        /// It is sent again, which counts as a try: nobody goes without, and somebody may get it twice.
        PreferDelivery = "prefer_delivery",
    }
}

#[expect(clippy::derivable_impls, reason = "the macro of the words leaves no room for the attribute")]
impl Default for DoubtPolicy {
    fn default() -> Self {
        Self::PreferNoDuplicate
    }
}
