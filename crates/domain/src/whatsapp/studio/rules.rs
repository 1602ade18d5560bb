//! What may be done to a template, by where it stands.

use super::super::{TemplateStatus, WhatsappTemplate};

impl TemplateStatus {
    /// Whether it may be written to: one that people may get, or that is looked at, stays as it is.
    #[must_use]
    pub const fn is_editable(self) -> bool {
        matches!(self, Self::Draft | Self::Rejected | Self::Paused | Self::LimitExceeded)
    }

    /// Whether it may be sent.
    #[must_use]
    pub const fn is_sendable(self) -> bool {
        matches!(self, Self::Approved)
    }

    /// Whether a word of the provider's is waited for.
    #[must_use]
    pub const fn is_waiting(self) -> bool {
        matches!(self, Self::Pending | Self::InAppeal | Self::PendingDeletion)
    }

    /// Whether it is gone, or about to be.
    #[must_use]
    pub const fn is_gone(self) -> bool {
        matches!(self, Self::PendingDeletion | Self::Deleted)
    }
}

impl WhatsappTemplate {
    /// Whether an edit would be accepted, and handing it in afterwards.
    #[must_use]
    pub const fn is_editable(&self) -> bool {
        !self.archived && self.status.is_editable()
    }

    /// Whether its name and language are for good: the provider knows it by them.
    #[must_use]
    pub const fn is_named(&self) -> bool {
        self.provider_id.is_some()
    }
}
