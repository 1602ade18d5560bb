//! What a provider tells of WhatsApp beside the fate of messages.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Money, TemplateCategory, TemplateQuality, TemplateStatus, Wish};
use crate::event::Subject;

/// One piece of news.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum WhatsappNews {
    /// Somebody wrote to us.
    Inbound(Inbound),
    /// Somebody stopped marketing messages, or wants them again, by WhatsApp's own menu.
    Preference(Preference),
    /// A template changed.
    Template(TemplateNews),
    /// A number changed.
    Sender(SenderNews),
    /// What a message is billed as.
    Charged(Charged),
    /// By which names somebody is known whom we wrote to.
    Known(Known),
}

/// A message of a person to us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inbound {
    /// The provider's id of it; the same telling twice has the same.
    pub message_id: String,
    /// The person's number in E.164 with its `+`; none where the provider tells only a user id.
    pub phone: Option<String>,
    /// The person's business-scoped user id; none where the provider tells only a number.
    pub user_id: Option<String>,
    /// The name that the person goes by.
    pub profile_name: Option<String>,
    /// When it was written (UTC).
    pub at: DateTime<Utc>,
    /// What it says.
    pub content: InboundContent,
    /// The provider's id of the message of ours that it answers.
    pub answers: Option<String>,
    /// The provider's own verdict on it, where it gives one: Twilio's `OptOutType`, `STOP` or `START`.
    pub opt_out_type: Option<String>,
}

/// What a message of a person says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum InboundContent {
    /// Text.
    Text {
        /// The text.
        text: String,
    },
    /// A button of ours was pressed.
    Button {
        /// What we gave the button; none where the provider does not tell.
        payload: Option<String>,
        /// What stands on it.
        text: String,
    },
    /// A picture, voice, film, document: named, not fetched.
    Media(Media),
    /// Anything else: a place, a contact, a reaction.
    Other {
        /// The provider's word for it.
        what: String,
    },
}

impl InboundContent {
    /// What it means for our writing to the person, by its own words.
    #[must_use]
    pub fn wish(&self) -> Wish {
        match self {
            Self::Text { text } => Wish::of_text(text),
            Self::Button { payload, text } => Wish::of_button(payload.as_deref(), text),
            Self::Media(media) => media.caption.as_deref().map_or(Wish::Nothing, Wish::of_text),
            Self::Other { .. } => Wish::Nothing,
        }
    }

    /// Its words, or the provider's word for what it is.
    #[must_use]
    pub fn said(&self) -> &str {
        match self {
            Self::Text { text } => text,
            Self::Button { payload, text } => payload.as_deref().filter(|_| text.is_empty()).unwrap_or(text),
            Self::Media(media) => media.caption.as_deref().unwrap_or(&media.what),
            Self::Other { what } => what,
        }
    }
}

/// A file that somebody sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Media {
    /// The provider's word: `image`, `audio`, `video`, `document`, `sticker`.
    pub what: String,
    /// Where the provider keeps it: Meta's id, Twilio's address.
    pub reference: Option<String>,
    /// Its MIME type.
    pub mime: Option<String>,
    /// What is written under it.
    pub caption: Option<String>,
}

/// A choice by WhatsApp's own menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preference {
    /// The person's number in E.164 with its `+`, where told.
    pub phone: Option<String>,
    /// The person's business-scoped user id, where told.
    pub user_id: Option<String>,
    /// Whether marketing is wanted from now on.
    pub wanted: bool,
    /// The provider's words.
    pub detail: String,
    /// When (UTC).
    pub at: DateTime<Utc>,
}

/// Which template news is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateRef {
    /// The provider's id of it, as text.
    pub provider_id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Its language, with `_`: `en_US`.
    pub language: Option<String>,
}

/// What became of a template; members that the news does not speak of are none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateNews {
    /// Which.
    pub template: TemplateRef,
    /// Its status.
    pub status: Option<TemplateStatus>,
    /// The provider's own word for it.
    pub told: Option<String>,
    /// Its quality.
    pub quality: Option<TemplateQuality>,
    /// Its category.
    pub category: Option<TemplateCategory>,
    /// The category that it is about to get, and from when on (UTC).
    pub next_category: Option<(TemplateCategory, Option<DateTime<Utc>>)>,
    /// The provider's code of a rejection or pause: `INVALID_FORMAT`, `FIRST_PAUSE`.
    pub reason: Option<String>,
    /// The provider's words about it.
    pub detail: Option<String>,
    /// What the provider advises.
    pub recommendation: Option<String>,
    /// When (UTC).
    pub at: DateTime<Utc>,
}

/// What became of a number; members that the news does not speak of are none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SenderNews {
    /// Its quality.
    pub quality: Option<TemplateQuality>,
    /// How many people a day it may begin to write to; `Some(None)` for any number.
    pub daily_limit: Option<Option<u32>>,
    /// How many messages a second it may send.
    pub per_second: Option<u32>,
    /// The provider's word for what happened.
    pub event: Option<String>,
}

/// What a provider told of the bill of a message of ours; prices are nobody's to guess.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charged {
    /// Which message.
    pub subject: Subject,
    /// The provider's id of it.
    pub message_id: Option<String>,
    /// What is billed.
    pub billed: Billed,
    /// When it was delivered, or sent where the price goes with that (UTC).
    pub at: DateTime<Utc>,
}

/// What is billed for a message, in the provider's own way of telling it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Billed {
    /// A class, whose price stands in a card: Meta. Told once, it stays.
    As(Pricing),
    /// The amount itself: Twilio. Told anew, the newest counts.
    For(Money),
}

impl Billed {
    /// The kind of a message that is billed; all others are free.
    pub const REGULAR: &str = "regular";
    /// The kind of a message whose own price is nothing.
    const FREE: &str = "free";

    /// The provider's word for what is billed; empty where it tells an amount.
    #[must_use]
    pub fn category(&self) -> &str {
        match self {
            Self::As(pricing) => &pricing.category,
            Self::For(_) => "",
        }
    }

    /// Whether it is billed: [`Self::REGULAR`], or another word where it is not.
    #[must_use]
    pub fn kind(&self) -> &str {
        match self {
            Self::As(pricing) => &pricing.kind,
            Self::For(money) if money.micros == 0 => Self::FREE,
            Self::For(_) => Self::REGULAR,
        }
    }

    /// The amount, where the provider tells it.
    #[must_use]
    pub const fn money(&self) -> Option<&Money> {
        match self {
            Self::As(_) => None,
            Self::For(money) => Some(money),
        }
    }
}

/// By which names somebody is known whom we wrote to: they may write under the business-scoped user id alone, and under a number that is
/// spelt otherwise than ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Which message of ours went to them: the address that it went to is theirs, however the provider spells it.
    pub subject: Subject,
    /// The number in E.164 with its `+`, as the provider spells it, where told.
    pub phone: Option<String>,
    /// The user id, where told.
    pub user_id: Option<String>,
    /// When it was told (UTC).
    pub at: DateTime<Utc>,
}

/// The class that a message is charged in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pricing {
    /// `marketing`, `utility`, `authentication`, `service`, `marketing_lite`.
    pub category: String,
    /// `regular`, `free_customer_service`, `free_entry_point`.
    pub kind: String,
}
