//! The messages of this run. Their lines stay; bodies are dropped, oldest first, when they pass the bound.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
};

use chrono::{DateTime, Utc};

use super::{Content, Envelope, Message, message::Body};
use crate::people::{Deed, Temper};

/// A message as it comes in.
pub(crate) struct Arrival {
    pub(crate) envelope: Arc<Envelope>,
    pub(crate) content: Arc<Content>,
    pub(crate) headers: Box<str>,
    pub(crate) params: Box<str>,
    pub(crate) temper: Temper,
}

/// All messages, in the order of their arrival.
#[derive(Debug)]
pub(crate) struct Mailroom {
    messages: VecDeque<Message>,
    /// Number of the first message: numbers go on after everything was forgotten.
    first: u64,
    bound: usize,
    weight: usize,
    /// How many bodies share a content.
    uses: HashMap<usize, usize>,
    /// How many of the oldest messages have no body any more.
    dropped: usize,
}

impl Mailroom {
    pub(crate) fn new(bound: usize) -> Self {
        Self { messages: VecDeque::new(), first: 1, bound, weight: 0, uses: HashMap::new(), dropped: 0 }
    }

    /// Takes a message in and tells its number.
    pub(crate) fn take_in(&mut self, arrival: Arrival, at: DateTime<Utc>) -> u64 {
        let number = self.first + self.messages.len() as u64;
        self.weigh_in(&arrival);
        self.messages.push_back(Message {
            number,
            at,
            envelope: arrival.envelope,
            headers: arrival.headers,
            temper: arrival.temper,
            body: Some(Body { content: arrival.content, params: arrival.params }),
            deeds: Vec::new(),
        });
        self.make_room();
        number
    }

    fn make_room(&mut self) {
        while self.weight > self.bound && self.dropped + 1 < self.messages.len() {
            if let Some(body) = self.messages[self.dropped].body.take() {
                self.weigh_out(&body);
            }
            self.dropped += 1;
        }
    }

    /// The first to use a content pays for it…
    fn weigh_in(&mut self, arrival: &Arrival) {
        let uses = self.uses.entry(identity(&arrival.content)).or_default();
        *uses += 1;
        self.weight += arrival.params.len() + if *uses == 1 { arrival.content.weight() } else { 0 };
    }

    /// … and the last one gives it back.
    fn weigh_out(&mut self, body: &Body) {
        self.weight -= body.params.len();
        let key = identity(&body.content);
        let Some(uses) = self.uses.get_mut(&key) else { return };
        *uses -= 1;
        if *uses == 0 {
            self.uses.remove(&key);
            self.weight -= body.content.weight();
        }
    }

    pub(crate) fn find(&self, number: u64) -> Option<&Message> {
        let index = number.checked_sub(self.first)?;
        self.messages.get(usize::try_from(index).ok()?)
    }

    /// Writes down what a recipient did; a message that was forgotten meanwhile takes nothing more.
    pub(crate) fn note(&mut self, number: u64, deed: Deed) {
        let Some(index) = number.checked_sub(self.first).and_then(|index| usize::try_from(index).ok()) else {
            return;
        };
        if let Some(message) = self.messages.get_mut(index) {
            message.deeds.push(deed);
        }
    }

    /// Messages, oldest first.
    pub(crate) fn all(&self) -> impl DoubleEndedIterator<Item = &Message> + ExactSizeIterator {
        self.messages.iter()
    }

    /// How many messages have lost their body to the bound.
    pub(crate) const fn dropped(&self) -> usize {
        self.dropped
    }

    /// Forgets all messages, not the numbers.
    pub(crate) fn clear(&mut self) {
        self.first += self.messages.len() as u64;
        self.messages.clear();
        self.uses.clear();
        self.weight = 0;
        self.dropped = 0;
    }
}

/// Tells contents apart for as long as a body holds them.
fn identity(content: &Arc<Content>) -> usize {
    Arc::as_ptr(content).addr()
}
