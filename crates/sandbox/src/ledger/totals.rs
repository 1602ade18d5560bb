//! Totals over messages.

use std::collections::HashSet;

use serde::Serialize;

use crate::{
    mail::Message,
    people::{Deed, What},
};

/// Distinct messages, unless said otherwise.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Totals {
    /// Messages that were accepted: one for each recipient of each version.
    pub(crate) accepted: usize,
    /// Distinct addresses among them.
    pub(crate) distinct_recipients: usize,
    /// Addresses that got more than one message under the same tags.
    pub(crate) more_than_once: usize,
    pub(crate) delivered: usize,
    pub(crate) deferred: usize,
    pub(crate) bounced: Bounced,
    pub(crate) opened: ByVerdict,
    pub(crate) clicked: ByVerdict,
    pub(crate) complained: usize,
    pub(crate) unsubscribed: usize,
    pub(crate) unsubscribed_at_provider: usize,
    /// Deeds: fetches that got no answer or a wrong one.
    pub(crate) failed_fetches: usize,
    /// Deeds: addresses of other machines, which were left alone.
    pub(crate) left_alone: usize,
}

/// Messages that did not stay where they were sent, by kind.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Bounced {
    pub(crate) soft: usize,
    pub(crate) hard: usize,
    pub(crate) invalid: usize,
    pub(crate) blocked: usize,
}

/// Messages with at least one deed of people, and with at least one of machines: a message may be in both.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ByVerdict {
    pub(crate) human: usize,
    pub(crate) machine: usize,
}

impl ByVerdict {
    fn count(&mut self, deeds: &[Deed], what: What) {
        let by = |human| {
            deeds.iter().any(|deed| deed.what == what && deed.by.is_some_and(|who| who.is_human() == human))
        };
        self.human += usize::from(by(true));
        self.machine += usize::from(by(false));
    }
}

impl Totals {
    pub(crate) fn of<'a>(messages: impl Iterator<Item = &'a Message>) -> Self {
        let mut totals = Self::default();
        let (mut seen, mut twice, mut addresses) = (HashSet::new(), HashSet::new(), HashSet::new());
        for message in messages {
            let envelope = &message.envelope;
            let line = (&envelope.tags, envelope.to.email.to_lowercase());
            addresses.insert(line.1.clone());
            if !seen.insert(line.clone()) {
                twice.insert(line);
            }
            totals.count(&message.deeds);
        }
        totals.distinct_recipients = addresses.len();
        totals.more_than_once = twice.len();
        totals
    }

    fn count(&mut self, deeds: &[Deed]) {
        let has = |what| usize::from(deeds.iter().any(|deed| deed.what == what));
        let times = |what| deeds.iter().filter(|deed| deed.what == what).count();
        self.accepted += 1;
        self.delivered += has(What::Delivered);
        self.deferred += has(What::Deferred);
        self.bounced.soft += has(What::SoftBounced);
        self.bounced.hard += has(What::HardBounced);
        self.bounced.invalid += has(What::Invalid);
        self.bounced.blocked += has(What::Blocked);
        self.opened.count(deeds, What::Opened);
        self.clicked.count(deeds, What::Clicked);
        self.complained += has(What::Complained);
        self.unsubscribed += has(What::Unsubscribed);
        self.unsubscribed_at_provider += has(What::UnsubscribedAtProvider);
        self.failed_fetches += times(What::Failed);
        self.left_alone += times(What::LeftAlone);
    }
}
