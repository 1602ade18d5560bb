//! Events: what a provider or a reader did, in one vocabulary whatever the provider's own is (words.md "Events").

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    ids::{CampaignId, MessageId},
    provider::{AccountId, Provider},
    text::words,
};

words! {
    /// What happened.
    EventKind {
        /// The provider took the message.
        Accepted = "accepted",
        /// The provider holds the message back (WhatsApp).
        Held = "held",
        /// The message left the provider (WhatsApp).
        Sent = "sent",
        /// The recipient's side took the message.
        Delivered = "delivered",
        /// The recipient read it (WhatsApp).
        Read = "read",
        /// The recipient's side asked to try later; the provider does.
        Deferred = "deferred",
        /// The recipient's side refused the message.
        Bounced = "bounced",
        /// The provider refused the message.
        Refused = "refused",
        /// The provider took the message and then threw it away.
        DroppedByProvider = "dropped_by_provider",
        /// The pixel was fetched.
        Opened = "opened",
        /// A link was followed.
        Clicked = "clicked",
        /// The reader called it spam.
        Complained = "complained",
        /// The reader unsubscribed.
        Unsubscribed = "unsubscribed",
        /// The reader answered.
        Replied = "replied",
        /// The reader pressed a button (WhatsApp).
        ButtonPressed = "button_pressed",
        /// The reader opted out at the provider.
        OptedOut = "opted_out",
        /// The reader opted in at the provider.
        OptedIn = "opted_in",
        /// A template changed its status (WhatsApp).
        TemplateStatus = "template_status",
        /// A template changed its quality (WhatsApp).
        TemplateQuality = "template_quality",
        /// A template changed its category (WhatsApp).
        TemplateCategory = "template_category",
        /// A sender changed its quality (WhatsApp).
        SenderQuality = "sender_quality",
        /// A sender's limit changed (WhatsApp).
        SenderLimit = "sender_limit",
        /// The account changed its status.
        AccountStatus = "account_status",
    }
}

words! {
    /// How a message bounced.
    BounceKind {
        /// For a time: mailbox full, server away.
        Soft = "soft",
        /// The recipient's side blocks us or the message.
        Block = "block",
        /// A rule about the sender: authentication, reputation. Our fault, never the address's.
        Policy = "policy",
        /// The address does not exist.
        Hard = "hard",
    }
}

words! {
    /// Who did it, as far as can be told.
    Verdict {
        /// A person.
        Human = "human",
        /// A program: a scanner, a proxy that fetches ahead.
        Machine = "machine",
        /// Cannot be told.
        Unknown = "unknown",
    }
}

words! {
    /// Why an open or click is held to be a machine's.
    MachineSign {
        /// The provider says so.
        Provider = "provider",
        /// The program names itself as one that fetches for others.
        UserAgent = "user_agent",
        /// Sooner after the delivery than a person reads.
        TooSoon = "too_soon",
        /// Several links of one message at the same moment.
        EveryLink = "every_link",
        /// Only asked for the head.
        HeadRequest = "head_request",
    }
}

words! {
    /// How a telling came to us.
    ReceiptOrigin {
        /// The provider called our webhook.
        Webhook = "webhook",
        /// We asked for past events.
        Sweep = "sweep",
    }
}

/// Which delivery an event speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Subject {
    /// Our own numbers came back with the event.
    Delivery {
        /// The campaign.
        campaign: CampaignId,
        /// The delivery's number in it, from 1.
        number: u32,
    },
    /// Only the campaign is known: the reader's tracking is not granted.
    Campaign(CampaignId),
    /// Only the provider's id is known (without angle brackets), with the address where the event has it.
    Message {
        /// The provider's message id.
        message_id: String,
        /// The address, as the event spells it.
        address: Option<String>,
    },
    /// Only an address is known.
    Address(String),
    /// An answer of ours in a conversation; our own id came back with the event.
    Answer(MessageId),
    /// The account itself.
    Account,
}

/// One event, whoever told it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// How it bounced; only with [`EventKind::Bounced`].
    pub bounce: Option<BounceKind>,
    /// The provider that told it; none for what readers did at our own addresses.
    pub provider: Option<Provider>,
    /// The account that told it.
    pub account: Option<AccountId>,
    /// What makes two tellings the same event; unique within the account.
    pub natural_key: String,
    /// Whom it is about.
    pub subject: Subject,
    /// The provider's id of the message, without angle brackets, where it tells one.
    pub message_id: Option<String>,
    /// When it happened (UTC), by the clock of whoever told it.
    pub occurred_at: DateTime<Utc>,
    /// Who did it; [`Verdict::Unknown`] where the question makes no sense.
    pub verdict: Verdict,
    /// Why it is held to be a machine's.
    pub sign: Option<MachineSign>,
    /// The provider's own words: a code or a reply line, cut at 500 characters.
    pub reason: Option<String>,
    /// The link followed: its number in the campaign.
    pub link: Option<u16>,
    /// An open or click that the provider counted by its own means: kept, never counted.
    pub foreign: bool,
}
