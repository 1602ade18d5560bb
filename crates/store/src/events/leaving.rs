//! Somebody leaves by WhatsApp: counted for one campaign, once.

use chrono::{DateTime, Utc};
use domain::{
    event::{Event, EventKind, Subject, Verdict},
    provider::AccountId,
    report::REPLY_WINDOW,
};

use super::{Blamed, Events, Found, NewEvent};
use crate::Result;

/// Somebody who leaves by WhatsApp.
#[derive(Debug, Clone, Copy)]
pub struct Leaving<'a> {
    /// Of which of our numbers they want no more.
    pub account: &'a AccountId,
    /// Their address.
    pub address: &'a str,
    /// When (UTC).
    pub at: DateTime<Utc>,
    /// The same for the same word, whoever tells it and however often.
    pub key: &'a str,
    /// The message that they answer; none where nobody says which.
    pub because: Option<Blamed>,
    /// The receipt that tells it.
    pub receipt: Option<i64>,
}

impl NewEvent {
    /// What a person did about a delivery by a message, or a choice, of their own: `key` is the same however often it is told.
    #[must_use]
    pub fn of_person(
        kind: EventKind,
        account: &AccountId,
        key: &str,
        (campaign, number): Found,
        at: DateTime<Utc>,
        receipt: Option<i64>,
    ) -> Self {
        let event = Event {
            kind,
            bounce: None,
            provider: None,
            // What follows for the person is written where it was told, with that as its proof.
            account: None,
            natural_key: format!("{account}:{kind}:{key}"),
            subject: Subject::Delivery { campaign, number },
            message_id: None,
            occurred_at: at,
            verdict: Verdict::Human,
            sign: None,
            reason: None,
            link: None,
            foreign: false,
        };
        Self { campaign, number, event, receipt }
    }
}

impl Events<'_> {
    /// Counts that somebody leaves, for one campaign: that of the message which they answer, however late; else that of the last which
    /// the same number has sent them, for as long as an answer to it would count. Nobody is counted twice, by whatever words and ways
    /// they leave.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn count_leaving(&mut self, leaving: Leaving<'_>, now: DateTime<Utc>) -> Result<()> {
        let Leaving { account, address, at, key, because, receipt } = leaving;
        let because = match because {
            Some(because) => Some(because),
            None => self.last_sent(account, address, at - REPLY_WINDOW, at).await?,
        };
        let Some(Blamed { delivery, person, sent_at }) = because else { return Ok(()) };
        if self.is_leaving_counted(person, sent_at).await? {
            return Ok(());
        }
        let event = NewEvent::of_person(EventKind::OptedOut, account, key, delivery, at, receipt);
        self.add(&[event], now).await.map(drop)
    }
}
