//! How calls end.

use std::time::Duration;

/// How a send ended. Only [`Outcome::InDoubt`] leaves open whether anything was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Yes: the provider took every member. That is not yet delivered.
    Accepted {
        /// The provider's ids (without angle brackets), one per member in their order; none where it told none.
        message_ids: Vec<Option<String>>,
    },
    /// No, but it may be tried again, under a new key: nothing was sent.
    Retry {
        /// How long the provider asks to wait, at most an hour; none where it does not say.
        after: Option<Duration>,
        /// The provider's code, or ours: `rate_limited`, `unreachable`, `unavailable`.
        code: String,
        /// What is known beyond the code.
        detail: String,
        /// Who has to wait.
        scope: Scope,
    },
    /// No, for as long as nobody changes something: nothing was sent.
    Refused {
        /// The provider's code, or `http_` and the status.
        code: String,
        /// The provider's words, at most 500 characters.
        detail: String,
        /// What has to change.
        scope: Scope,
    },
    /// Nobody can tell. Never to be sent again under another key.
    InDoubt {
        /// What happened.
        why: String,
    },
}

/// How far an answer reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// All that leaves by the account: it rests, its messages wait.
    Account,
    /// This request alone.
    Request,
}

/// Why a call that sends nothing did not succeed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// It may be tried again.
    #[error("{code}: {detail}")]
    Retry {
        /// How long the provider asks to wait, at most an hour; none where it does not say.
        after: Option<Duration>,
        /// As in [`Outcome::Retry`].
        code: String,
        /// What is known beyond the code.
        detail: String,
    },
    /// It would be refused again.
    #[error("{code}: {detail}")]
    Refused {
        /// As in [`Outcome::Refused`].
        code: String,
        /// The provider's words, at most 500 characters.
        detail: String,
    },
}
