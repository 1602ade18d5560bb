//! What a provider can do: whoever speaks to one asks this instead of its name.

use std::time::Duration;

/// What an account's provider can do.
#[derive(Debug, Clone, Copy)]
pub struct Capabilities {
    /// The most recipients that one request takes.
    pub batch_max: usize,
    /// How messages leave where each is an act of its own, and not one request for many. Campaigns are then not sent by plan but cut as
    /// they leave, so that few messages are under way at once. None: requests carry many.
    pub windowed: Option<Windowed>,
    /// How long after a first try the same request may be tried again without anybody getting the message twice.
    /// None: a request in doubt is never tried again.
    pub idempotent: Option<Duration>,
    /// How the provider writes each recipient's values into the one message of a request. None: it wants finished messages.
    pub dialect: Option<Dialect>,
    /// Whether it can be told, recipient by recipient, that opens and clicks may not be counted by person.
    pub tracking_by_recipient: bool,
    /// Whether it tells when a message has been delivered. Else whoever it took and who has not bounced counts as reached.
    pub tells_deliveries: bool,
    /// Whether its webhooks tell of each message that it takes, as soon as it has, and come again where nobody took them: whoever nothing was
    /// told of for long enough was not reached.
    pub tells_each: bool,
    /// How long to wait between two pages of past events, by what the provider answers in an hour; none where it tells no past events.
    pub sweeps: Option<Duration>,
    /// How long to wait between two pages of the addresses that the provider sends nothing more to; none where it keeps no list of them.
    pub blocked: Option<Duration>,
    /// Whether past events tell what messages cost, some of it days later: they are then walked through again for that.
    pub prices_late: bool,
    /// Whether our webhook can be registered by a call.
    pub registers_webhook: bool,
}

/// How messages leave that are an act each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Windowed {
    /// Over how many connections at once.
    pub connections: usize,
    /// How long one call goes on beginning messages: so much of a campaign may be in doubt after a kill, beside a message for each
    /// connection.
    pub begins_for: Duration,
}

impl Windowed {
    /// Where nothing tells afterwards whether a message was taken: what is in doubt stays unknown.
    #[must_use]
    pub const fn untold(connections: usize) -> Self {
        Self { connections, begins_for: Duration::from_millis(50) }
    }

    /// Where events name each message by our own number, so that they settle what is in doubt.
    #[must_use]
    pub const fn told(connections: usize) -> Self {
        Self { connections, begins_for: Duration::from_millis(500) }
    }
}

/// The provider's own template language, as far as it is used: places where a value goes.
#[derive(Debug, Clone, Copy)]
pub struct Dialect {
    /// The text that stands for the value of a slot.
    pub tag: fn(u16) -> String,
    /// What the provider would evaluate: text that holds one of these must be a value, never part of the message.
    pub delimiters: &'static [&'static str],
}
