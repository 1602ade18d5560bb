//! Counts that belong to no single message.

use std::collections::BTreeMap;

use serde::Serialize;

/// Requests to the provider's API, and posts of webhooks.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Figures {
    pub(crate) requests: Requests,
    pub(crate) webhooks: Webhooks,
}

/// Requests to `/v3`.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Requests {
    pub(crate) all: usize,
    /// By route, `POST /smtp/email`.
    pub(crate) by_route: BTreeMap<String, usize>,
    /// By status of the answer, as it was made: one that a fault kept back is counted, too.
    pub(crate) by_status: BTreeMap<u16, usize>,
    /// Answers of 400 and more.
    pub(crate) refused: usize,
    /// Requests that a fault struck.
    pub(crate) struck: usize,
    /// Requests whose caller never saw the answer: it hung, or the connection was reset.
    pub(crate) unanswered: usize,
}

/// Events to webhooks.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Webhooks {
    /// HTTP requests.
    pub(crate) posts: usize,
    /// Events that a receiver took.
    pub(crate) arrived: usize,
    /// Events that came twice by nature.
    pub(crate) repeated: usize,
    /// Attempts that will be, or were, made again.
    pub(crate) retried: usize,
    /// Events that were given up: refused by a 4xx or 5xx, or out of retries.
    pub(crate) discarded: usize,
}
