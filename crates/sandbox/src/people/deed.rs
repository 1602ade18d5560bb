//! What was done with a message, by whom and when.

use chrono::{DateTime, Utc};
use serde::Serialize;

/// Something that happened to a message or was done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum What {
    /// The provider took it.
    Accepted,
    Delivered,
    Deferred,
    SoftBounced,
    HardBounced,
    Invalid,
    Blocked,
    /// Its images were loaded.
    Opened,
    /// A link was fetched that leads on: its answer was a redirect.
    Clicked,
    /// A page was fetched: an answer that leads nowhere else (unsubscribe, preferences, web version).
    Visited,
    /// An address of it could not be fetched.
    Failed,
    /// An address of it is not of this machine, and was left alone.
    LeftAlone,
    Complained,
    /// By one click, and the answer was a success.
    Unsubscribed,
    /// By the provider's own link.
    UnsubscribedAtProvider,
}

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Who {
    Person,
    AppleProxy,
    GoogleProxy,
    /// Fetches every link with GET.
    Scanner,
    /// Asks for every link with HEAD.
    HeadScanner,
    /// Somebody in the sandbox's own inbox.
    Visitor,
}

impl Who {
    /// Whether a human being acts.
    pub(crate) const fn is_human(self) -> bool {
        matches!(self, Self::Person | Self::Visitor)
    }
}

/// One entry of a message's story.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Deed {
    pub(crate) at: DateTime<Utc>,
    pub(crate) what: What,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) by: Option<Who>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) url: Option<Box<str>>,
    /// HTTP status of the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) answer: Option<u16>,
    /// What the receiving server or the provider said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<&'static str>,
    /// User agent of a fetch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) agent: Option<&'static str>,
}

impl Deed {
    /// Something that nobody fetched anything for.
    pub(crate) const fn plain(at: DateTime<Utc>, what: What, reason: Option<&'static str>) -> Self {
        Self { at, what, by: None, url: None, answer: None, reason, agent: None }
    }
}
