//! The templates that a line has, and where they stand.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Line, review::Rejection, template::Words, templates::Order};

/// Where a template stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Status {
    /// Never handed in: only Twilio keeps such.
    Unsubmitted,
    Pending,
    Approved,
    Rejected,
    Paused,
    Disabled,
    Archived,
}

impl Status {
    /// Whether whatever stands here was approved before.
    pub(super) const fn was_approved(self) -> bool {
        matches!(self, Self::Approved | Self::Paused | Self::Disabled | Self::Archived)
    }

    /// In capitals, as Meta writes it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Unsubmitted => "UNSUBMITTED",
            Self::Pending => "PENDING",
            Self::Approved => "APPROVED",
            Self::Rejected => "REJECTED",
            Self::Paused => "PAUSED",
            Self::Disabled => "DISABLED",
            Self::Archived => "ARCHIVED",
        }
    }
}

/// How people take a template or a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Quality {
    Unknown,
    Green,
    Yellow,
    Red,
}

impl Quality {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Unknown => "UNKNOWN",
            Self::Green => "GREEN",
            Self::Yellow => "YELLOW",
            Self::Red => "RED",
        }
    }
}

/// A template of a line.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    /// Tells templates of this run apart.
    pub(crate) serial: u64,
    pub(crate) line: Line,
    /// Meta's number, or Twilio's `HX…`.
    pub(crate) id: String,
    pub(crate) words: Words,
    /// What was handed in, in the service's own shape.
    pub(crate) own: Value,
    /// Whether its variables are numbers.
    pub(crate) positional: bool,
    pub(crate) status: Status,
    pub(crate) quality: Quality,
    pub(crate) rejection: Option<Rejection>,
    /// Whether messages are held back until its quality is known.
    pub(crate) held: bool,
    /// What is done to it once so many more of its messages were taken.
    pub(super) awaited: Option<(u32, Order)>,
}

/// What changed about a template, with what it was before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Change {
    Status,
    Quality(Quality),
    Category(String),
}
