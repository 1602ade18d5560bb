//! What became of a message of ours.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::people::Who;

/// Something that happened to a message or was done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum What {
    /// The service took it.
    Accepted,
    /// The service took it, and keeps it until more is known of its template.
    Held,
    Sent,
    Delivered,
    Read,
    /// It will never arrive: `code` says why, in the service's own numbers.
    Failed,
    /// It was answered by a text.
    Replied,
    /// A button of it that is an answer was pressed.
    Pressed,
    /// A button of it that leads somewhere was pressed, and the answer led on or was a page.
    Clicked,
    /// A button of it leads to an address that gave no answer, a wrong one, or is not of this machine.
    Missed,
    /// Whoever got it wants no more, and said so: by text, by a button, or by WhatsApp's own menu.
    OptedOut,
    /// Whoever got it blocked the number.
    Blocked,
    /// The service knows what it costs, and tells whoever asks.
    Priced,
}

/// One entry of a message's story.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Deed {
    pub(crate) at: DateTime<Utc>,
    pub(crate) what: What,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) by: Option<Who>,
    /// The service's number for a failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<u32>,
    /// What was written, or what stands on the button.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) text: Option<Box<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) url: Option<Box<str>>,
    /// HTTP status of the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) answer: Option<u16>,
}

impl Deed {
    /// Something that nobody says anything about.
    pub(crate) const fn plain(at: DateTime<Utc>, what: What) -> Self {
        Self { at, what, by: None, code: None, text: None, url: None, answer: None }
    }
}
