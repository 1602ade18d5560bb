//! What comes back by mail of what happens to a message.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::{
    clock,
    mail::{Envelope, Message},
    people::{Deed, What},
    sandbox::Sandbox,
};

/// What a report says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// It never arrived: the enhanced status, and what the other side said.
    Failed(&'static str, &'static str),
    /// It has not arrived yet.
    Delayed(&'static str, &'static str),
    /// The type of a feedback report.
    Feedback(&'static str),
}

/// A report on its way.
#[derive(Debug)]
pub(crate) struct Event {
    pub(super) said: Said,
    pub(super) at: DateTime<Utc>,
    /// The message's number, which tells reports apart.
    pub(super) number: u64,
    pub(super) envelope: Arc<Envelope>,
    /// The headers of the message, as JSON.
    pub(super) headers: Box<str>,
}

/// Something happened that is reported.
pub(crate) fn heard(sandbox: &Sandbox, message: &Message, deed: &Deed) {
    let said = match deed.what {
        What::Deferred => Said::Delayed("4.4.1", "421 4.4.1 try later"),
        What::SoftBounced => Said::Failed("5.2.2", "552 5.2.2 mailbox full"),
        What::HardBounced => Said::Failed("5.1.1", "550 5.1.1 no such user"),
        What::Complained => Said::Feedback("abuse"),
        What::UnsubscribedAtProvider => Said::Feedback("opt-out"),
        _ => return,
    };
    if sandbox.smtp.with(|account| account.hook.is_none()) {
        return;
    }
    let (envelope, headers) = (Arc::clone(&message.envelope), message.headers.clone());
    let event = Event { said, at: clock::now(), number: message.number, envelope, headers };
    sandbox.smtp_outbox.queue(sandbox, &Arc::new(event), 0, false);
}
