//! What Brevo remembers of the account.

use std::{
    collections::{BTreeMap, HashSet, VecDeque},
    sync::Arc,
};

use chrono::{DateTime, Utc};

use super::{blocked::Blocked, event::Event, idempotency::Keys, limits::Bucket, webhooks::Webhook};
use crate::limits::Limits;

/// Events that the reporting API still knows; older ones are forgotten.
const EVENTS_MAX: usize = 1_000_000;

/// The account.
#[derive(Debug, Default)]
pub(crate) struct Account {
    pub(crate) limits: Limits<Bucket>,
    pub(crate) keys: Keys,
    pub(crate) webhooks: BTreeMap<i64, Webhook>,
    webhooks_made: i64,
    /// By address in lower case.
    pub(crate) blocked: BTreeMap<String, Blocked>,
    pub(crate) events: VecDeque<Arc<Event>>,
    messages_made: u64,
    /// Messages with an open, and messages with a proxy's open.
    opened: HashSet<(u64, bool)>,
}

impl Account {
    /// An id in the form of the real ones, with its brackets.
    pub(crate) fn next_message_id(&mut self, now: DateTime<Utc>) -> String {
        self.messages_made += 1;
        format!("<{}.{:011}@smtp-relay.mailin.fr>", now.format("%Y%m%d%H%M"), self.messages_made)
    }

    pub(crate) fn next_webhook_id(&mut self) -> i64 {
        self.webhooks_made += 1;
        814_118 + self.webhooks_made
    }

    /// Whether this is the first open of a message, by a person or by a proxy.
    pub(crate) fn opens_first(&mut self, message: u64, by_proxy: bool) -> bool {
        self.opened.insert((message, by_proxy))
    }

    /// Remembers an event.
    pub(crate) fn log(&mut self, event: Arc<Event>) {
        if self.events.len() == EVENTS_MAX {
            self.events.pop_front();
        }
        self.events.push_back(event);
    }
}
