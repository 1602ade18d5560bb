//! Faults, one by one.

use serde::{Deserialize, Serialize};

use super::{Moment, SaidReply};

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FaultKind {
    /// 429, with the rate limit's headers. Nothing is processed.
    RateLimit {
        /// Seconds to wait, as the service's own header tells them.
        #[serde(default = "one")]
        reset: u32,
    },
    /// 500. Nothing is processed.
    ServerError,
    /// 401, whatever the key. Nothing is processed.
    Unauthorized,
    /// Refused in the service's own words with this code, by Meta and by Twilio; others answer 500. Nothing is processed.
    Refused {
        /// The service's number.
        code: u32,
    },
    /// The request is processed, and its answer never comes.
    HangAfterAccept,
    /// The body is read, then the connection is reset without an answer.
    ResetAfterBody {
        /// Whether the request is processed before.
        #[serde(default = "yes")]
        processed: bool,
    },
    /// The answer comes late.
    Slow {
        /// By how many milliseconds.
        ms: u64,
    },
    /// A mail server says no to a message; nothing of it is taken.
    Reply {
        /// To what it says so.
        at: Moment,
        /// What it says. After a 421 it closes the connection.
        reply: SaidReply,
    },
    /// A mail server turns an address away the first time it hears of it (450 4.7.1), and takes its message when it comes again.
    Greylist,
    /// Webhooks are kept back until this fault is cleared.
    WebhooksPaused,
    /// Every webhook event comes twice.
    WebhooksDuplicated,
    /// Webhook events come in the opposite order, one post after the other.
    WebhooksReversed,
}

const fn one() -> u32 {
    1
}

const fn yes() -> bool {
    true
}

impl FaultKind {
    pub(super) const fn is_of_webhooks(self) -> bool {
        matches!(self, Self::WebhooksPaused | Self::WebhooksDuplicated | Self::WebhooksReversed)
    }

    /// Whether only a mail server can do so.
    pub(super) const fn is_of_mail_servers(self) -> bool {
        matches!(self, Self::Reply { .. } | Self::Greylist)
    }
}

/// A fault that is set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// What goes wrong.
    #[serde(flatten)]
    pub kind: FaultKind,
    /// Where: `POST /smtp/email`; everywhere if none is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
    /// How often yet; for ever if not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// Only every so many requests (3: the third, the sixth…); each if not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every: Option<u32>,
}
