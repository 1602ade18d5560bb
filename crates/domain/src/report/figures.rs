//! Totals, and the rates that follow from them.

use serde::{Deserialize, Serialize};

/// Deliveries counted by what was ever true of them, or by where they ended. Each delivery counts at most once in each field,
/// save for the two untracked fields, which count hits.
///
/// `planned` = `accepted` + `refused_unaccepted` + `failed` + `unknown` + `dropped` + `cancelled` + `waiting`, always.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Figures {
    /// Planned.
    pub planned: i64,
    /// Not left yet.
    pub waiting: i64,
    /// Taken by a provider.
    pub accepted: i64,
    /// Held back by the provider at this moment (WhatsApp).
    pub held: i64,
    /// Left the provider (WhatsApp).
    pub sent: i64,
    /// Delivered, read, or clicked by a person.
    pub delivered: i64,
    /// Delivered to readers whose opens may be counted: the denominator of the open rate.
    pub delivered_opens_tracked: i64,
    /// Delivered to readers whose clicks may be counted: the denominator of the click rate.
    pub delivered_clicks_tracked: i64,
    /// Read (WhatsApp); a lower bound.
    pub read: i64,
    /// Opened by a person.
    pub opened_human: i64,
    /// Fetched by a machine.
    pub opened_machine: i64,
    /// Opened by somebody or something.
    pub opened_unknown: i64,
    /// Clicked by a person.
    pub clicked_human: i64,
    /// Followed by a machine.
    pub clicked_machine: i64,
    /// Clicked by somebody or something.
    pub clicked_unknown: i64,
    /// Answered within 7 days.
    pub replied: i64,
    /// Unsubscribed.
    pub unsubscribed: i64,
    /// Called spam.
    pub complained: i64,
    /// Bounced in any way.
    pub bounced: i64,
    /// Bounced because the address does not exist.
    pub bounced_hard: i64,
    /// Refused by the provider, before or after it took the message.
    pub refused: i64,
    /// Refused by the provider without ever having been taken.
    pub refused_unaccepted: i64,
    /// Given up after the last retry.
    pub failed: i64,
    /// Outcome in doubt.
    pub unknown: i64,
    /// Refused by our own rules at sending.
    pub dropped: i64,
    /// Called off before they left.
    pub cancelled: i64,
    /// Opens of readers whose opens are not tracked: hits, not people.
    pub untracked_opens: i64,
    /// Clicks of readers whose clicks are not tracked: hits, not people.
    pub untracked_clicks: i64,
}

/// A share of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many.
    pub part: i64,
    /// Of how many.
    pub whole: i64,
}

impl Rate {
    /// The share, 0 to 1; none of nothing.
    #[must_use]
    pub fn share(self) -> Option<f64> {
        (self.whole > 0).then(|| self.part as f64 / self.whole as f64)
    }

    /// Whether it is more than so many in a hundred.
    #[must_use]
    pub const fn is_beyond(self, percent: u32) -> bool {
        self.part * 100 > self.whole * percent as i64
    }
}

impl Figures {
    /// Delivered, of those accepted.
    #[must_use]
    pub const fn delivery_rate(&self) -> Rate {
        Rate { part: self.delivered, whole: self.accepted }
    }

    /// Bounced, of those accepted.
    #[must_use]
    pub const fn bounce_rate(&self) -> Rate {
        Rate { part: self.bounced, whole: self.accepted }
    }

    /// Clicked by a person, of those delivered whose clicks may be tracked.
    #[must_use]
    pub const fn click_rate(&self) -> Rate {
        Rate { part: self.clicked_human, whole: self.delivered_clicks_tracked }
    }

    /// Opened by a person, of those delivered whose opens may be tracked.
    #[must_use]
    pub const fn open_rate(&self) -> Rate {
        Rate { part: self.opened_human, whole: self.delivered_opens_tracked }
    }

    /// Unsubscribed, of those delivered.
    #[must_use]
    pub const fn unsubscribe_rate(&self) -> Rate {
        Rate { part: self.unsubscribed, whole: self.delivered }
    }

    /// Called spam, of those delivered.
    #[must_use]
    pub const fn complaint_rate(&self) -> Rate {
        Rate { part: self.complained, whole: self.delivered }
    }

    /// Read, of those delivered (WhatsApp): a lower bound, for readers may keep it to themselves.
    #[must_use]
    pub const fn read_rate(&self) -> Rate {
        Rate { part: self.read, whole: self.delivered }
    }

    /// Answered within 7 days, of those delivered.
    #[must_use]
    pub const fn reply_rate(&self) -> Rate {
        Rate { part: self.replied, whole: self.delivered }
    }

    /// Refused by the provider, before or after it took them, of all that left.
    #[must_use]
    pub const fn refusal_rate(&self) -> Rate {
        Rate { part: self.refused, whole: self.accepted + self.refused_unaccepted }
    }

    /// How much of the way is done: all that no longer waits, of those planned.
    #[must_use]
    pub const fn progress(&self) -> Rate {
        Rate { part: self.planned - self.waiting, whole: self.planned }
    }

    /// Whether every planned delivery is accounted for; a report says so where it is not.
    #[must_use]
    pub const fn balances(&self) -> bool {
        self.planned
            == self.accepted
                + self.refused_unaccepted
                + self.failed
                + self.unknown
                + self.dropped
                + self.cancelled
                + self.waiting
    }
}
