//! The providers that carry messages, and the accounts held with them.

use serde::{Deserialize, Serialize};

use crate::{channel::Channel, pace::AccountPace, text::words};

words! {
    /// Who carries messages.
    Provider {
        /// Brevo's transactional API.
        Brevo = "brevo",
        /// Twilio SendGrid's mail API.
        Sendgrid = "sendgrid",
        /// Any SMTP server.
        Smtp = "smtp",
        /// Meta's WhatsApp Cloud API.
        Meta = "meta",
        /// WhatsApp by Twilio.
        Twilio = "twilio",
    }
}

words! {
    /// Where an account at SendGrid lives.
    Region {
        /// Anywhere.
        Global = "global",
        /// In the EU, with its data: a regional subuser.
        Eu = "eu",
    }
}

/// How far an answer reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// All that leaves by the account: it rests, its messages wait.
    Account,
    /// All that a campaign sends by the account: its message or its sender, whoever it is for. The campaign pauses, its messages wait.
    Campaign,
    /// This request alone.
    Request,
    /// The address: nobody is there. It has bounced hard, without having been sent.
    Address,
}

impl Provider {
    /// The channel that it serves.
    #[must_use]
    pub const fn channel(self) -> Channel {
        match self {
            Self::Brevo | Self::Sendgrid | Self::Smtp => Channel::Email,
            Self::Meta | Self::Twilio => Channel::Whatsapp,
        }
    }

    /// Most characters of a free text by WhatsApp (Meta: developers.facebook.com, messages/text; Twilio: the parameter `Body` of
    /// Create a Message resource); e-mail is bounded elsewhere.
    #[must_use]
    pub const fn free_text_max(self) -> usize {
        match self {
            Self::Meta => 4_096,
            Self::Twilio => 1_600,
            Self::Brevo | Self::Sendgrid | Self::Smtp => usize::MAX,
        }
    }
}

/// The name of an account in the settings: lower-case letters, digits and `-`, as it stands in `/hooks/{provider}/{account}`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct AccountId(pub String);

impl std::fmt::Display for AccountId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// An address that messages are sent from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Sender {
    /// The address.
    pub email: String,
    /// The name shown beside it, at most 70 characters (Brevo's limit).
    pub name: String,
}

/// An account, as the API shows it: never its secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    /// Its name in the settings.
    pub id: AccountId,
    /// The provider.
    pub provider: Provider,
    /// The addresses that it may send from.
    pub senders: Vec<Sender>,
    /// Whether its provider tells of deliveries; an SMTP server says nothing unless mail comes back.
    pub tells_deliveries: bool,
    /// How it is.
    pub condition: AccountCondition,
    /// Why nothing leaves by it at the moment; none while it works.
    pub pause: Option<AccountPause>,
    /// How fast messages may leave by it.
    pub pace: AccountPace,
    /// How many messages it has taken of late.
    pub carried: Carried,
    /// For whom it stands in, or stood in within 24 hours.
    pub stands_in_for: Vec<StandIn>,
    /// When a webhook of it last arrived (UTC).
    pub last_webhook_at: Option<chrono::DateTime<chrono::Utc>>,
    /// When it last took a message (UTC).
    pub last_accepted_at: Option<chrono::DateTime<chrono::Utc>>,
    /// Since when its provider tells nothing of messages that it took, for more than 15 minutes (UTC); none while it does, or never would.
    pub silent_since: Option<chrono::DateTime<chrono::Utc>>,
}

words! {
    /// How an account is.
    AccountCondition {
        /// It sends.
        Well = "well",
        /// It is tried again by itself.
        Resting = "resting",
        /// It has rested, and has not taken a message since.
        HalfOpen = "half_open",
        /// It waits for a person.
        Stopped = "stopped",
    }
}

/// How many messages an account has taken of late; those of a call count when it has ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Carried {
    /// In the last second.
    pub second: i64,
    /// In the last minute.
    pub minute: i64,
    /// Today (UTC).
    pub day: i64,
}

/// What an account carries for another one that could not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StandIn {
    /// The other account.
    pub account: AccountId,
    /// Messages that were handed over.
    pub messages: i64,
}

/// An account that rests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountPause {
    /// The provider's code: `unauthorized`, `not_enough_credits`, `rate_limited`…
    pub code: String,
    /// When it is tried again by itself (UTC); none where a person must act.
    pub until: Option<chrono::DateTime<chrono::Utc>>,
}
