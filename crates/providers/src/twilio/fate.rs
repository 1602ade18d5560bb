//! What became of a message of ours, whether a webhook told it or the list of messages.

use chrono::{DateTime, Utc};
use domain::{
    event::{Event, EventKind, Subject, Verdict},
    provider::{AccountId, Provider},
};

use crate::{Telling, payload::short};

/// One status of one message.
#[derive(Debug)]
pub(super) struct Fate<'a> {
    pub(super) sid: &'a str,
    /// Twilio's word, in lower case.
    pub(super) status: &'a str,
    /// Twilio's code of an error.
    pub(super) code: Option<i64>,
    /// What is said of it.
    pub(super) words: Option<&'a str>,
    /// Who it was for, in E.164.
    pub(super) to: Option<&'a str>,
}

/// What a status is to us (specification, `message_enum_status`).
fn kind(status: &str) -> Option<EventKind> {
    Some(match status {
        "accepted" | "scheduled" | "queued" | "sending" => EventKind::Accepted,
        "sent" => EventKind::Sent,
        "delivered" => EventKind::Delivered,
        "read" => EventKind::Read,
        "failed" | "undelivered" | "canceled" => EventKind::DroppedByProvider,
        _ => return None,
    })
}

impl Fate<'_> {
    /// The event, or in a few words why it is none. The same message and kind make the same event, whoever tells it.
    pub(super) fn telling(
        &self,
        account: &AccountId,
        ours: Option<Subject>,
        occurred_at: DateTime<Utc>,
    ) -> Result<Telling, String> {
        let kind = kind(self.status).ok_or_else(|| short(&format!("the status {}", self.status)))?;
        let named =
            || Subject::Message { message_id: self.sid.to_owned(), address: self.to.map(str::to_owned) };
        let event = Event {
            kind,
            bounce: None,
            provider: Some(Provider::Twilio),
            account: Some(account.clone()),
            natural_key: format!("{}:{kind}", short(self.sid)),
            subject: ours.unwrap_or_else(named),
            message_id: Some(self.sid.to_owned()),
            occurred_at,
            verdict: Verdict::Unknown,
            sign: None,
            reason: (kind == EventKind::DroppedByProvider).then(|| self.reason()),
            link: None,
            foreign: false,
        };
        Ok(Telling { event, tags: Vec::new(), made_at: None })
    }

    /// The code, then what is said of it; the status where there is no code.
    fn reason(&self) -> String {
        let first = self.code.map_or_else(|| self.status.to_owned(), |code| code.to_string());
        let words = self.words.map(|words| format!(" {words}")).unwrap_or_default();
        short(&format!("{first}{words}"))
    }
}

/// The number of an address of the channel; none where it is a user id, or of another channel.
pub(super) fn number_of(address: &str) -> Option<&str> {
    of_channel(address).filter(|address| is_number(address))
}

/// What stands behind `whatsapp:`; none for another channel.
pub(super) fn of_channel(address: &str) -> Option<&str> {
    address.trim().strip_prefix("whatsapp:").filter(|rest| !rest.is_empty())
}

pub(super) fn is_number(address: &str) -> bool {
    address
        .strip_prefix('+')
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit()))
}
