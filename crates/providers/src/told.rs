//! What a provider tells: events, in our words.

use chrono::{DateTime, Utc};
use domain::{event::Event, whatsapp::WhatsappNews};
use serde_json::Value;

use crate::payload::{Payload, without_nul};

/// What a webhook or a page of past events told.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Told {
    /// What was understood, in the order told; the same event may come twice, under the same natural key.
    pub tellings: Vec<Telling>,
    /// What else was understood, of WhatsApp.
    pub news: Vec<WhatsappNews>,
    /// What was not, in a few words each: never a reason to refuse the rest.
    pub unknown: Vec<String>,
}

impl Told {
    /// Reads a list of events one by one: nothing in it keeps the rest from being read.
    pub(crate) fn of(items: Vec<Value>, read: impl Fn(Payload<'_>) -> Result<Telling, String>) -> Self {
        let mut told = Self::default();
        for item in items.into_iter().map(without_nul) {
            let object = item.as_object().ok_or_else(|| "something that is no object".to_owned());
            match object.and_then(|members| read(Payload(members))) {
                Ok(telling) => told.tellings.push(telling),
                Err(unknown) => told.unknown.push(unknown),
            }
        }
        told
    }
}

/// An event, with what the messages were filed under.
#[derive(Debug, Clone, PartialEq)]
pub struct Telling {
    /// The event.
    pub event: Event,
    /// The tags ([`crate::EmailBatch::tag`]): with the address they tell the delivery where our numbers did not come back.
    pub tags: Vec<String>,
    /// When the provider made the message (UTC), where it tells that and the number instead of ours: they lead to a call in doubt.
    pub made_at: Option<DateTime<Utc>>,
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
