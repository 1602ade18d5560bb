//! What SendGrid remembers of the account.

use std::collections::BTreeMap;

use super::{Refusal, limits::Bucket, suppressions::Lists, webhooks::Webhook};
use crate::limits::Limits;

/// The account.
#[derive(Debug, Default)]
pub(crate) struct Account {
    pub(super) limits: Limits<Bucket>,
    /// By number, in the order of their making.
    pub(super) webhooks: BTreeMap<i64, Webhook>,
    /// Addresses that get nothing more.
    pub(super) lists: Lists,
    /// Messages that are left; none for as many as one likes.
    pub(super) credits: Option<usize>,
    /// What took the account away; none while it may send.
    pub(super) taken_away: Option<&'static str>,
    requests_made: u64,
    events_made: u64,
    webhooks_made: i64,
}

impl Account {
    /// Takes a request of so many messages, and gives it an id in the form of the real ones.
    pub(super) fn take(
        &mut self,
        from: &str,
        senders: &[String],
        messages: usize,
    ) -> Result<String, Refusal> {
        if self.taken_away.is_some() {
            return Err(Refusal::forbidden("access forbidden"));
        }
        if !senders.is_empty() && !senders.iter().any(|sender| sender.eq_ignore_ascii_case(from)) {
            return Err(Refusal::forbidden("The from address does not match a verified Sender Identity."));
        }
        if let Some(credits) = &mut self.credits {
            *credits = credits.checked_sub(messages).ok_or_else(Refusal::no_credits)?;
        }
        self.requests_made += 1;
        Ok(format!("Sb{:020}", self.requests_made))
    }

    /// A number for an event.
    pub(super) fn next_event_id(&mut self) -> String {
        self.events_made += 1;
        format!("c2FuZGJveC{:012}", self.events_made)
    }

    pub(super) fn next_webhook(&mut self) -> (i64, String) {
        self.webhooks_made += 1;
        (self.webhooks_made, format!("77d4a5da-7015-11ed-a1eb-{:012}", self.webhooks_made))
    }
}
