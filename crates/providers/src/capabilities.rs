//! What a provider can do: whoever speaks to one asks this instead of its name.

use std::time::Duration;

/// What an account's provider can do.
#[derive(Debug, Clone, Copy)]
pub struct Capabilities {
    /// The most recipients that one request takes.
    pub batch_max: usize,
    /// Over how many connections messages leave where each is an act of its own, and not one request for many. Campaigns are then
    /// not sent by plan but cut as they leave, so that few messages are under way at once. None: requests carry many.
    pub windowed: Option<usize>,
    /// How long after a first try the same request may be tried again without anybody getting the message twice.
    /// None: a request in doubt is never tried again.
    pub idempotent: Option<Duration>,
    /// How the provider writes each recipient's values into the one message of a request. None: it wants finished messages.
    pub dialect: Option<Dialect>,
    /// Whether it can be told, recipient by recipient, that opens and clicks may not be counted by person.
    pub tracking_by_recipient: bool,
    /// Whether it tells when a message has been delivered. Else whoever it took and who has not bounced counts as reached.
    pub tells_deliveries: bool,
    /// How long to wait between two pages of past events, by what the provider answers in an hour; none where it tells no past events.
    pub sweeps: Option<Duration>,
    /// How long to wait between two pages of the addresses that the provider sends nothing more to; none where it keeps no list of them.
    pub blocked: Option<Duration>,
    /// Whether past events tell what messages cost, some of it days later: they are then walked through again for that.
    pub prices_late: bool,
    /// Whether our webhook can be registered by a call.
    pub registers_webhook: bool,
}

/// The provider's own template language, as far as it is used: places where a value goes.
#[derive(Debug, Clone, Copy)]
pub struct Dialect {
    /// The text that stands for the value of a slot.
    pub tag: fn(u16) -> String,
    /// What the provider would evaluate: text that holds one of these must be a value, never part of the message.
    pub delimiters: &'static [&'static str],
}
