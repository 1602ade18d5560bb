//! What SendGrid makes of what happens to its messages: events, and addresses that get nothing more.

use std::sync::Arc;

use url::Url;

use super::event::{Event, Kind};
use crate::{
    clock,
    mail::Message,
    people::{BLACKLISTED, Deed, Landing, What, Who},
    sandbox::Sandbox,
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

fn suppress(sandbox: &Sandbox, message: &Message, kind: Kind) {
    let reason = match kind {
        Kind::Bounce | Kind::LateBounce => "Bounced Address",
        Kind::SpamReport => "Spam Reporting Address",
        Kind::Unsubscribe | Kind::GroupUnsubscribe => "Unsubscribed Address",
        _ => return,
    };
    sandbox.sendgrid.with(|account| account.suppress(&message.envelope.to.email, reason));
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
