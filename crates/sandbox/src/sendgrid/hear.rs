//! What SendGrid makes of what happens to its messages: events, and addresses that get nothing more.

use std::sync::Arc;

use url::Url;

use super::{
    event::{Event, Kind},
    suppressions::List,
};
use crate::{
    clock,
    mail::{Envelope, Message},
    people::{BLACKLISTED, Deed, Landing, What, Who},
    sandbox::Sandbox,
    services::Carrier,
};

/// Something happened that SendGrid sees by itself.
pub(crate) fn heard(sandbox: &Sandbox, message: &Message, deed: &Deed) {
    let (kind, reason) = match deed.what {
        // What is dropped is never processed.
        What::Accepted if matches!(message.temper.landing, Landing::Blocked(_) | Landing::Invalid) => return,
        What::Accepted => (Kind::Processed, None),
        What::Delivered => (Kind::Delivered, None),
        What::Deferred => (Kind::Deferred, deed.reason),
        What::SoftBounced => (Kind::Blocked, deed.reason),
        What::HardBounced => (bounce(message), deed.reason),
        What::Invalid => (Kind::Dropped, Some("Invalid")),
        What::Blocked => (Kind::Dropped, deed.reason.map(in_its_words)),
        What::Complained => (Kind::SpamReport, None),
        What::UnsubscribedAtProvider => (unsubscribe(sandbox, message), None),
        _ => return,
    };
    suppress(sandbox, message, kind);
    publish(sandbox, message, kind, reason, None, deed.agent);
}

fn bounce(message: &Message) -> Kind {
    let late = message.deeds.iter().any(|deed| deed.what == What::Delivered);
    if late { Kind::LateBounce } else { Kind::Bounce }
}

/// Recipients that are blocked by their nature are so in the words of another service.
fn in_its_words(reason: &'static str) -> &'static str {
    if reason == BLACKLISTED { "Bounced Address" } else { reason }
}

/// From all mail, or from a group of it.
fn unsubscribe(sandbox: &Sandbox, message: &Message) -> Kind {
    let all = sandbox.chance.happens(&message.envelope.to.email, "unsubscribed from all", 50.0);
    if all { Kind::Unsubscribe } else { Kind::GroupUnsubscribe }
}

/// What puts an address on one of the lists.
fn list(kind: Kind) -> Option<List> {
    match kind {
        Kind::Bounce | Kind::LateBounce => Some(List::Bounces),
        Kind::Blocked => Some(List::Blocks),
        Kind::SpamReport => Some(List::SpamReports),
        Kind::Unsubscribe => Some(List::Unsubscribes),
        Kind::GroupUnsubscribe => Some(List::Group),
        _ => None,
    }
}

fn suppress(sandbox: &Sandbox, message: &Message, kind: Kind) {
    let invalid = (message.temper.landing == Landing::Invalid).then_some(List::InvalidEmails);
    if let Some(list) = list(kind).or(invalid.filter(|_| kind == Kind::Dropped)) {
        let email = &message.envelope.to.email;
        sandbox.sendgrid.with(|account| account.lists.add(list, email, clock::now()));
    }
}

/// SendGrid's own pixel was loaded, where the request did not keep it out.
pub(crate) fn opened(sandbox: &Sandbox, message: &Message, who: Who, agent: &'static str) {
    let kind = if who == Who::AppleProxy { Kind::MachineOpen } else { Kind::Open };
    if message.envelope.named {
        publish(sandbox, message, kind, None, None, Some(agent));
    }
}

/// A link was followed, where the request did not keep SendGrid's own links out.
pub(crate) fn clicked(sandbox: &Sandbox, message: &Message, url: &Url, agent: &'static str) {
    if message.envelope.named {
        publish(sandbox, message, Kind::Click, None, Some(url.as_str().into()), Some(agent));
    }
}

fn publish(
    sandbox: &Sandbox,
    message: &Message,
    kind: Kind,
    reason: Option<&'static str>,
    link: Option<Box<str>>,
    agent: Option<&'static str>,
) {
    let envelope = Some(Arc::clone(&message.envelope));
    let id = sandbox.sendgrid.with(super::Account::next_event_id);
    tell(sandbox, Event { id, kind, at: clock::now(), envelope, reason, link, agent });
}

/// Somebody wants the group's mail again; nothing is told of whoever had not left it.
pub(super) fn resubscribed(sandbox: &Sandbox, email: &str) {
    let left = sandbox.sendgrid.with(|account| account.lists.remove(List::Group, email));
    let last = sandbox.mail.with(|room| {
        let mut theirs = room.all().rev().map(|message| &message.envelope);
        let got = |envelope: &&Arc<Envelope>| envelope.to.email.eq_ignore_ascii_case(email);
        theirs.find(|envelope| envelope.carrier == Carrier::Sendgrid && got(envelope)).map(Arc::clone)
    });
    if let Some(envelope) = last.filter(|_| left) {
        let id = sandbox.sendgrid.with(super::Account::next_event_id);
        let (kind, envelope) = (Kind::GroupResubscribe, Some(envelope));
        tell(sandbox, Event { id, kind, at: clock::now(), envelope, reason: None, link: None, agent: None });
    }
}

/// Something became of the account itself.
pub(super) fn changed(sandbox: &Sandbox, status: &'static str) {
    let id = sandbox.sendgrid.with(super::Account::next_event_id);
    let (kind, reason) = (Kind::AccountStatusChange, Some(status));
    tell(sandbox, Event { id, kind, at: clock::now(), envelope: None, reason, link: None, agent: None });
}

fn tell(sandbox: &Sandbox, event: Event) {
    let event = Arc::new(event);
    let hooks = sandbox.sendgrid.with(|account| {
        let wanting = account.webhooks.iter().filter(|(_, hook)| hook.wants(event.kind));
        wanting.map(|(number, _)| *number).collect::<Vec<_>>()
    });
    for hook in hooks {
        sandbox.sendgrid_outbox.queue(sandbox, &event, hook, true);
    }
}
