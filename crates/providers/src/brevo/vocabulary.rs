//! Brevo's three vocabularies for the same events: webhooks are created with one, payloads speak another, reports a third.

use domain::event::EventKind;

/// One event of Brevo's.
#[derive(Debug)]
pub(super) struct Word {
    /// As payloads say it.
    pub(super) name: &'static str,
    /// As payloads of older days, reports, and the creation of webhooks say it.
    others: &'static [&'static str],
    /// As our webhook is created with; none where that list does not have it, or another word brings the same.
    subscribed: Option<&'static str>,
    /// What it is to us.
    pub(super) kind: EventKind,
}

const fn word(
    name: &'static str,
    others: &'static [&'static str],
    subscribed: Option<&'static str>,
    kind: EventKind,
) -> Word {
    Word { name, others, subscribed, kind }
}

const WORDS: &[Word] = &[
    word("request", &["requests", "sent"], Some("request"), EventKind::Accepted),
    word("delivered", &[], Some("delivered"), EventKind::Delivered),
    word("deferred", &[], Some("deferred"), EventKind::Deferred),
    word("soft_bounce", &["softBounces", "softBounce"], Some("softBounce"), EventKind::Bounced),
    word("hard_bounce", &["hardBounces", "hardBounce"], Some("hardBounce"), EventKind::Bounced),
    word("bounce", &["bounces"], None, EventKind::Bounced),
    word("invalid_email", &["invalid"], Some("invalid"), EventKind::Bounced),
    word("blocked", &[], Some("blocked"), EventKind::DroppedByProvider),
    word("error", &[], None, EventKind::Refused),
    word("spam", &["complaint"], Some("spam"), EventKind::Complained),
    word("opened", &[], Some("opened"), EventKind::Opened),
    word("unique_opened", &["uniqueOpened"], Some("uniqueOpened"), EventKind::Opened),
    word("proxy_open", &["loadedByProxy"], None, EventKind::Opened),
    word("unique_proxy_open", &[], None, EventKind::Opened),
    word("click", &["clicks"], Some("click"), EventKind::Clicked),
    word("unsubscribed", &["unsubscribe"], Some("unsubscribed"), EventKind::Unsubscribed),
];

impl Word {
    /// The word of a spelling of any of the vocabularies.
    pub(super) fn find(spelling: &str) -> Option<&'static Self> {
        WORDS.iter().find(|word| word.name == spelling || word.others.contains(&spelling))
    }

    /// What our webhook asks for.
    pub(super) fn subscribed() -> Vec<&'static str> {
        WORDS.iter().filter_map(|word| word.subscribed).collect()
    }

    /// Whether a proxy fetched the pixel ahead of the reader.
    pub(super) fn is_of_proxy(&self) -> bool {
        self.name.ends_with("proxy_open")
    }
}
