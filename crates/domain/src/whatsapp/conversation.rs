//! Conversations: what people write to us by WhatsApp, and what colleagues answer.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::InboundContent;
use crate::{
    event::EventKind,
    ids::{CampaignId, ConversationId, MessageId, PersonId, TemplateId},
    list::{self, Cursor},
    problem::{FieldError, FieldReason},
    provider::{AccountId, Provider},
    rules::Findings,
    text::words,
};

/// How long after a person's last message anything may be said (developers.facebook.com, messages/send-messages).
pub const WINDOW: TimeDelta = TimeDelta::hours(24);

words! {
    /// What a conversation waits for.
    ConversationState {
        /// Somebody wrote, and no colleague has looked.
        Unread = "unread",
        /// A person must decide what was meant: marketing is held meanwhile.
        NeedsPerson = "needs_person",
        /// Nothing.
        Read = "read",
    }
}

words! {
    /// Who wrote.
    Direction {
        /// The person.
        Inbound = "inbound",
        /// We.
        Outbound = "outbound",
    }
}

words! {
    /// Where an answer of ours stands.
    MessageState {
        /// Waits for its turn.
        Waiting = "waiting",
        /// The provider took it.
        Accepted = "accepted",
        /// It left the provider.
        Sent = "sent",
        /// The person's phone has it.
        Delivered = "delivered",
        /// The person has read it.
        Read = "read",
        /// It was refused; why is told beside.
        Failed = "failed",
        /// Nobody can tell whether it was taken.
        Unknown = "unknown",
    }
}

impl MessageState {
    /// The states that it may come after: what is told late changes nothing, and a message that failed was delivered all the same
    /// where that is told.
    pub fn before(self) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |state| state.rank() < self.rank())
    }

    const fn rank(self) -> u8 {
        match self {
            Self::Waiting => 0,
            Self::Unknown => 1,
            Self::Accepted => 2,
            Self::Sent => 3,
            Self::Failed => 4,
            Self::Delivered => 5,
            Self::Read => 6,
        }
    }

    /// The state that an event proves of an answer; none where it proves nothing.
    #[must_use]
    pub const fn of(event: EventKind) -> Option<Self> {
        match event {
            EventKind::Accepted | EventKind::Held | EventKind::Deferred => Some(Self::Accepted),
            EventKind::Sent => Some(Self::Sent),
            EventKind::Delivered => Some(Self::Delivered),
            EventKind::Read => Some(Self::Read),
            EventKind::Bounced | EventKind::Refused | EventKind::DroppedByProvider => Some(Self::Failed),
            _ => None,
        }
    }
}

/// How many conversations wait for a colleague.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConversationCounts {
    /// Those that nobody has read.
    pub unread: i64,
    /// Those in which a person must decide what was meant.
    pub needs_person: i64,
}

/// A conversation: one number of ours and one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Conversation {
    /// Its id.
    pub id: ConversationId,
    /// The account whose number it is.
    pub account: AccountId,
    /// The person's number in E.164, or the user id of somebody whose number nobody knows.
    pub address: String,
    /// Who it is, where the directory knows.
    pub person: Option<PersonId>,
    /// The name in the directory, else the one that the person goes by.
    pub name: Option<String>,
    /// What it waits for.
    pub state: ConversationState,
    /// Messages that no colleague has read.
    pub unread: i64,
    /// The beginning of the last message, at most 160 characters.
    pub excerpt: String,
    /// Who wrote last.
    pub last: Direction,
    /// When (UTC).
    pub last_at: DateTime<Utc>,
    /// Until when anything may be said (UTC); none where the person never wrote.
    pub window_until: Option<DateTime<Utc>>,
}

/// One message of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConversationMessage {
    /// Its id.
    pub id: MessageId,
    /// Who wrote it.
    pub direction: Direction,
    /// What it says.
    pub content: InboundContent,
    /// The campaign that it is of, or that it answers.
    pub campaign: Option<CampaignId>,
    /// The colleague who wrote it.
    pub author: Option<String>,
    /// Where it stands; none for what people write.
    pub state: Option<MessageState>,
    /// Why it was refused.
    pub reason: Option<String>,
    /// When it was written (UTC).
    pub at: DateTime<Utc>,
}

/// Answers: a free text inside the window, an approved template outside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ConversationAnswer {
    /// A free text, at most 4 096 characters by Meta and 1 600 by Twilio.
    Text {
        /// The text.
        text: String,
    },
    /// An approved template, its variables filled.
    Template {
        /// Which.
        template_id: TemplateId,
        /// A value for each variable.
        values: std::collections::BTreeMap<String, String>,
        /// Where the picture, film or document of the header is: https. None where the template has no such header.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        media_url: Option<String>,
    },
}

impl ConversationAnswer {
    /// Checks lengths, of a free text as far as any provider takes it.
    ///
    /// # Errors
    /// Every wrong field, by its JSON pointer.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut findings = Findings::default();
        match self {
            Self::Text { text } if text.trim().is_empty() => findings.add("/text", FieldReason::Required, ""),
            Self::Text { text } => findings.text("/text", text, super::FREE_TEXT_MAX),
            Self::Template { values, media_url, .. } => {
                for (name, value) in values {
                    findings.required_line(&format!("/values/{name}"), value, super::BODY_MAX);
                }
                if let Some(url) = media_url {
                    super::message::media_url(&mut findings, "/media_url", url);
                }
            }
        }
        findings.verdict()
    }

    /// Checks what the provider that carries it bounds: the answer alone knows none.
    ///
    /// # Errors
    /// Every wrong field, by its JSON pointer.
    pub fn check_for(&self, provider: Provider) -> Result<(), Vec<FieldError>> {
        let mut findings = Findings::default();
        if let Self::Text { text } = self {
            findings.text("/text", text, provider.free_text_max());
        }
        findings.verdict()
    }
}

/// What somebody meant, as a colleague decides it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConversationResolve {
    /// Whether the person opted out of marketing.
    pub opted_out: bool,
}

/// Which messages of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(default, deny_unknown_fields)]
pub struct MessageQuery {
    /// `next` or `previous` of another page of the same list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<String>))]
    pub cursor: Option<Cursor>,
    /// Rows per page, 1 to 200.
    #[cfg_attr(feature = "openapi", param(required = false, minimum = 1, maximum = 200))]
    pub limit: u32,
}

impl MessageQuery {
    /// Checks the size of the page.
    ///
    /// # Errors
    /// The wrong parameter, by its name after `?`.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        list::check("", self.limit)
    }
}

impl Default for MessageQuery {
    fn default() -> Self {
        Self { cursor: None, limit: list::DEFAULT_LIMIT }
    }
}

/// Which conversations; also the query string of the SPA's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(default, deny_unknown_fields)]
pub struct ConversationQuery {
    /// Words of the name, or digits of the number; at most 200 characters.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub q: String,
    /// Only those that wait for this.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub state: Option<ConversationState>,
    /// `next` or `previous` of another page of the same list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<String>))]
    pub cursor: Option<Cursor>,
    /// Rows per page, 1 to 200.
    #[cfg_attr(feature = "openapi", param(required = false, minimum = 1, maximum = 200))]
    pub limit: u32,
}

impl ConversationQuery {
    /// Checks the words and the size of the page.
    ///
    /// # Errors
    /// Every wrong parameter, by its name after `?`.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        list::check(&self.q, self.limit)
    }
}

impl Default for ConversationQuery {
    fn default() -> Self {
        Self { q: String::new(), state: None, cursor: None, limit: list::DEFAULT_LIMIT }
    }
}
