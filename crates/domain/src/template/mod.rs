//! Templates: reusable content.

mod command;
mod query;

pub use command::{TemplateCreate, TemplateEdit};
pub use query::{TemplateQuery, TemplateSort};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    campaign::{Origin, Owner},
    channel::Channel,
    ids::TemplateId,
};

/// A template, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Template {
    /// Its id.
    pub id: TemplateId,
    /// Its name, seen by colleagues only.
    pub name: String,
    /// Its channel; fixed once created.
    pub channel: Channel,
    /// The subject line (e-mail only).
    pub subject: Option<String>,
    /// The HTML part (e-mail only), byte for byte as it was written.
    pub html: Option<String>,
    /// The plain-text part of an e-mail, or the text of a WhatsApp message.
    pub text: Option<String>,
    /// Put away: not offered to campaigns, nothing lost.
    pub archived: bool,
    /// Who made it; unknown for rows of the suite.
    pub owner: Option<Owner>,
    /// Where it was made.
    pub origin: Origin,
    /// Goes up with every change; the ETag.
    pub version: i64,
    /// When it was made (UTC).
    pub created_at: DateTime<Utc>,
    /// When it last changed (UTC).
    pub updated_at: DateTime<Utc>,
}

/// A template in a list: all but its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateSummary {
    /// Its id.
    pub id: TemplateId,
    /// Its name.
    pub name: String,
    /// Its channel.
    pub channel: Channel,
    /// The subject line (e-mail only).
    pub subject: Option<String>,
    /// The beginning of its text, at most 160 characters, tags removed.
    pub excerpt: String,
    /// Put away.
    pub archived: bool,
    /// Who made it.
    pub owner: Option<Owner>,
    /// Where it was made.
    pub origin: Origin,
    /// When it last changed (UTC).
    pub updated_at: DateTime<Utc>,
}

impl Template {
    /// Whether an edit would be accepted.
    #[must_use]
    pub fn is_editable(&self) -> bool {
        !self.archived
    }
}
