//! What Brevo tells, in its three vocabularies (developers.brevo.com/docs/transactional-webhooks).

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::mail::Envelope;

/// A kind of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Request,
    Delivered,
    Deferred,
    SoftBounce,
    HardBounce,
    Invalid,
    Blocked,
    Spam,
    UniqueOpened,
    Opened,
    UniqueProxyOpen,
    ProxyOpen,
    Click,
    Unsubscribed,
}

impl Kind {
    /// The word of a webhook's payload.
    pub(crate) const fn payload(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Delivered => "delivered",
            Self::Deferred => "deferred",
            Self::SoftBounce => "soft_bounce",
            Self::HardBounce => "hard_bounce",
            Self::Invalid => "invalid_email",
            Self::Blocked => "blocked",
            Self::Spam => "spam",
            Self::UniqueOpened => "unique_opened",
            Self::Opened => "opened",
            Self::UniqueProxyOpen => "unique_proxy_open",
            Self::ProxyOpen => "proxy_open",
            Self::Click => "click",
            Self::Unsubscribed => "unsubscribed",
        }
    }

    /// The word of the reporting API.
    pub(crate) const fn reporting(self) -> &'static str {
        match self {
            Self::Request => "requests",
            Self::Delivered => "delivered",
            Self::Deferred => "deferred",
            Self::SoftBounce => "softBounces",
            Self::HardBounce => "hardBounces",
            Self::Invalid => "invalid",
            Self::Blocked => "blocked",
            Self::Spam => "spam",
            Self::UniqueOpened | Self::Opened => "opened",
            Self::UniqueProxyOpen | Self::ProxyOpen => "loadedByProxy",
            Self::Click => "clicks",
            Self::Unsubscribed => "unsubscribed",
        }
    }

    /// The words of a webhook's creation that ask for it. Proxy opens have none of their own: they come with the opens.
    pub(crate) const fn asked_for_by(self) -> &'static [&'static str] {
        match self {
            Self::Request => &["request", "sent"],
            Self::Delivered => &["delivered"],
            Self::Deferred => &["deferred"],
            Self::SoftBounce => &["softBounce"],
            Self::HardBounce => &["hardBounce"],
            Self::Invalid => &["invalid"],
            Self::Blocked => &["blocked"],
            Self::Spam => &["spam"],
            Self::UniqueOpened | Self::UniqueProxyOpen => &["uniqueOpened"],
            Self::Opened | Self::ProxyOpen => &["opened"],
            Self::Click => &["click"],
            Self::Unsubscribed => &["unsubscribed"],
        }
    }
}

/// One event.
#[derive(Debug)]
pub(crate) struct Event {
    pub(crate) kind: Kind,
    pub(crate) at: DateTime<Utc>,
    pub(crate) envelope: Arc<Envelope>,
    pub(crate) reason: Option<&'static str>,
    pub(crate) link: Option<Box<str>>,
    pub(crate) agent: Option<&'static str>,
}
