//! What a provider tells: events, in our words.

use domain::event::Event;

/// What a webhook or a page of past events told.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Told {
    /// What was understood, in the order told; the same event may come twice, under the same natural key.
    pub tellings: Vec<Telling>,
    /// What was not, in a few words each: never a reason to refuse the rest.
    pub unknown: Vec<String>,
}

/// An event, with what the messages were filed under.
#[derive(Debug, Clone, PartialEq)]
pub struct Telling {
    /// The event.
    pub event: Event,
    /// The tags ([`crate::EmailBatch::tag`]): with the address they tell the delivery where our numbers did not come back.
    pub tags: Vec<String>,
}

/// One page of past events.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// What it tells.
    pub told: Told,
    /// The page to ask for next; none after the last.
    pub next: Option<u32>,
}

/// Why a webhook's body cannot be read at all. It is kept all the same: receipts are stored raw.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Not JSON.
    #[error("the body is not JSON: {0}")]
    NotJson(String),
    /// JSON, but neither an event nor a list of them.
    #[error("the body holds no events: {0}")]
    NoEvents(&'static str),
}
