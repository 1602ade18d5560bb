//! What Brevo makes of what happens to its messages: events, and addresses that it blocks.

use std::sync::Arc;

use url::Url;

use super::{
    blocked::{Blocked, Reason},
    event::{Event, Kind},
};
use crate::{
    clock,
    mail::Message,
    people::{Deed, What, Who},
    sandbox::Sandbox,
};

/// Something happened that Brevo sees by itself.
pub(crate) fn heard(sandbox: &Sandbox, message: &Message, deed: &Deed) {
    let kind = match deed.what {
        What::Accepted => Kind::Request,
        What::Delivered => Kind::Delivered,
        What::Deferred => Kind::Deferred,
        What::SoftBounced => Kind::SoftBounce,
        What::HardBounced => Kind::HardBounce,
        What::Invalid => Kind::Invalid,
        What::Blocked => Kind::Blocked,
        What::Complained => Kind::Spam,
        What::UnsubscribedAtProvider => Kind::Unsubscribed,
        _ => return,
    };
    block(sandbox, message, kind);
    let envelope = Arc::clone(&message.envelope);
    publish(
        sandbox,
        Event { kind, at: deed.at, envelope, reason: deed.reason, link: None, agent: deed.agent },
    );
}

/// Brevo's own pixel was loaded.
pub(crate) fn opened(sandbox: &Sandbox, message: &Message, who: Who, agent: &'static str) {
    let by_proxy = who == Who::AppleProxy;
    let first = sandbox.brevo.with(|account| account.opens_first(message.number, by_proxy));
    let kind = match (by_proxy, first) {
        (true, true) => Kind::UniqueProxyOpen,
        (true, false) => Kind::ProxyOpen,
        (false, true) => Kind::UniqueOpened,
        (false, false) => Kind::Opened,
    };
    watched(sandbox, message, kind, None, agent);
}

/// A link was followed. Brevo does not tell people from scanners.
pub(crate) fn clicked(sandbox: &Sandbox, message: &Message, url: &Url, agent: &'static str) {
    watched(sandbox, message, Kind::Click, Some(url.as_str().into()), agent);
}

/// Somebody whom Brevo may not name leaves no event of their own, only an aggregate that nobody asks for here.
fn watched(sandbox: &Sandbox, message: &Message, kind: Kind, link: Option<Box<str>>, agent: &'static str) {
    if message.envelope.named {
        let envelope = Arc::clone(&message.envelope);
        let event = Event { kind, at: clock::now(), envelope, reason: None, link, agent: Some(agent) };
        publish(sandbox, event);
    }
}

fn block(sandbox: &Sandbox, message: &Message, kind: Kind) {
    let reason = match kind {
        Kind::HardBounce => Reason::HardBounce,
        Kind::Spam => Reason::ContactFlaggedAsSpam,
        Kind::Unsubscribed => Reason::UnsubscribedViaEmail,
        _ => return,
    };
    let blocked = Blocked { reason, sender: Arc::clone(&message.envelope.from), at: clock::now() };
    let email = message.envelope.to.email.to_lowercase();
    sandbox.brevo.with(|account| {
        account.blocked.entry(email).or_insert(blocked);
    });
}

fn publish(sandbox: &Sandbox, event: Event) {
    let event = Arc::new(event);
    let hooks = sandbox.brevo.with(|account| {
        account.log(Arc::clone(&event));
        let wanting = account.webhooks.values().filter(|hook| hook.wants(event.kind));
        wanting.map(|hook| (hook.id, hook.batched)).collect::<Vec<_>>()
    });
    for (hook, batched) in hooks {
        sandbox.brevo_outbox.queue(sandbox, &event, hook, batched);
    }
}
