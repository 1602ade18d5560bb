//! What SendGrid tells (reference "Event Webhook"; the schemas of the Email Logs API).

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::mail::Envelope;

/// A kind of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Processed,
    Delivered,
    Deferred,
    /// The address is suppressed from now on.
    Bounce,
    /// A bounce that comes after the delivery.
    LateBounce,
    /// A bounce that suppresses nothing.
    Blocked,
    Dropped,
    Open,
    MachineOpen,
    Click,
    SpamReport,
    Unsubscribe,
    GroupUnsubscribe,
    GroupResubscribe,
    AccountStatusChange,
}

impl Kind {
    /// The word of the payload.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Processed => "processed",
            Self::Delivered => "delivered",
            Self::Deferred => "deferred",
            Self::Bounce | Self::LateBounce | Self::Blocked => "bounce",
            Self::Dropped => "dropped",
            Self::Open | Self::MachineOpen => "open",
            Self::Click => "click",
            Self::SpamReport => "spamreport",
            Self::Unsubscribe => "unsubscribe",
            Self::GroupUnsubscribe => "group_unsubscribe",
            Self::GroupResubscribe => "group_resubscribe",
            Self::AccountStatusChange => "account_status_change",
        }
    }

    /// The member of a webhook's settings that asks for it.
    pub(super) const fn asked_for_by(self) -> &'static str {
        match self {
            Self::SpamReport => "spam_report",
            other => other.word(),
        }
    }
}

/// One event.
#[derive(Debug)]
pub(crate) struct Event {
    pub(super) id: String,
    pub(super) kind: Kind,
    pub(super) at: DateTime<Utc>,
    /// None for the account itself.
    pub(super) envelope: Option<Arc<Envelope>>,
    pub(super) reason: Option<&'static str>,
    pub(super) link: Option<Box<str>>,
    pub(super) agent: Option<&'static str>,
}

impl Event {
    /// The address; empty for the account itself.
    pub(super) fn email(&self) -> &str {
        self.envelope.as_ref().map_or("", |envelope| &envelope.to.email)
    }
}
