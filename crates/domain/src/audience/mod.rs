//! Audiences: who a campaign is for, how many they are, and why others are left out.

mod missed;
mod query;
mod segment;
mod waterfall;

pub use missed::{Missed, MissedReason};
pub use query::{ExclusionQuery, ValuesQuery};
pub use segment::{Condition, Field, Segment};
pub use waterfall::{Excluded, ExclusionReason, Reach, Waterfall};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    consent::ConsentSource,
    ids::PersonId,
    sources::{ContactRole, Source},
};

/// A person of an audience, to look at and to preview a message as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sample {
    /// The person.
    pub person: PersonId,
    /// The name; empty where the source has none.
    pub name: String,
    /// The company; empty where the source has none.
    pub company: String,
    /// The address that the message would go to.
    pub address: String,
    /// Where the address comes from.
    pub source: Source,
    /// What it is to its source row.
    pub role: ContactRole,
}

/// What an audience comes to, now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AudienceCount {
    /// From those who match to those who would be written to.
    pub waterfall: Waterfall,
    /// The same for the e-mails to those whom WhatsApp does not reach, where that was asked too.
    pub email_part: Option<Waterfall>,
    /// At most 10 of those who would be written to, the same ones while the audience stays the same.
    pub samples: Vec<Sample>,
}

/// A contact that was left out of a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Exclusion {
    /// Where it comes from.
    pub source: Source,
    /// The source's row, by its id as text.
    pub source_id: String,
    /// What it is to its source row.
    pub role: ContactRole,
    /// The channel that it was left out of.
    pub channel: crate::channel::Channel,
    /// The person; none without an address that anybody can be written to at.
    pub person: Option<PersonId>,
    /// The name as it was when planned; empty where there was none.
    pub name: String,
    /// The address as it was when planned: in its normal form, else as the source had it.
    pub address: Option<String>,
    /// Why.
    pub reason: ExclusionReason,
    /// The refusal that stands in the ledger, of the address or of another one of the person, where that is why; none where nobody
    /// said anything, and for whoever may not read the ledger.
    #[serde(default)]
    pub proof: Option<ExclusionProof>,
}

/// What proves that somebody wants no messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExclusionProof {
    /// Where it was said.
    pub source: ConsentSource,
    /// In which words: the person's message, else what the provider told; none where there are none, or they were erased.
    pub said: Option<String>,
    /// When (UTC).
    pub at: DateTime<Utc>,
}

/// Asks what an audience comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AudienceQuestion {
    /// The channel that the campaign goes by.
    pub channel: crate::channel::Channel,
    /// Who.
    pub segment: Segment,
    /// Whether those whom WhatsApp does not reach would be written to by e-mail (WhatsApp only).
    #[serde(default)]
    pub email_to_the_rest: bool,
}
