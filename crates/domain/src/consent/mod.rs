//! Consent: the ledger's words, the current standing that follows from it, and the one decision that everything rests on.

mod command;
mod decide;
mod policy;
mod proof;

pub use command::ConsentQuery;
pub use decide::{Answer, Ground, decide};
pub use policy::{ConsentPolicy, FrequencyCap, Kind, Kinds, Rule};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{channel::Channel, ids::ConsentEntryId, text::words};

words! {
    /// What consent is about; each purpose is asked for by itself.
    Purpose {
        /// Being written to.
        Marketing = "marketing",
        /// Opens counted by person (CNIL recommendation 2026-042).
        OpenTracking = "open_tracking",
        /// Clicks counted by person.
        ClickTracking = "click_tracking",
        /// The information at collection that legitimate interest rests on.
        Information = "information",
    }
}

words! {
    /// What was decided, as an entry of the ledger says it.
    Decision {
        /// Yes.
        Granted = "granted",
        /// No, when asked.
        Refused = "refused",
        /// A yes taken back.
        Withdrawn = "withdrawn",
        /// No, without having been asked (GDPR article 21).
        Objected = "objected",
        /// Told what the address is used for.
        Informed = "informed",
    }
}

words! {
    /// Where the ledger stands for one address, channel and purpose: its newest entry.
    LedgerState {
        /// Nothing is recorded.
        Unknown = "unknown",
        /// Yes.
        Granted = "granted",
        /// No, when asked.
        Refused = "refused",
        /// A yes taken back.
        Withdrawn = "withdrawn",
        /// No, without having been asked.
        Objected = "objected",
    }
}

words! {
    /// Where a decision was expressed.
    ConsentSource {
        /// The one-click unsubscription of a mail program (RFC 8058).
        OneClick = "one_click",
        /// Our unsubscribe page.
        UnsubscribePage = "unsubscribe_page",
        /// Our preferences page.
        PreferencesPage = "preferences_page",
        /// The provider told it.
        Provider = "provider",
        /// The person wrote it to us.
        Message = "message",
        /// A colleague recorded it, with its evidence.
        Agent = "agent",
        /// A form.
        Form = "form",
        /// An import, with its evidence.
        Import = "import",
    }
}

/// A decision to be recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConsentRecord {
    /// The address: an e-mail, or a phone in E.164 or as written in France.
    pub address: String,
    /// The channel.
    pub channel: Channel,
    /// What it is about.
    pub purpose: Purpose,
    /// What was decided.
    pub decision: Decision,
    /// When it was expressed (UTC); not in the future.
    pub occurred_at: DateTime<Utc>,
    /// What proves it: the text shown, the form, the file. Kept apart from the ledger, so that it can be erased.
    pub evidence: serde_json::Map<String, serde_json::Value>,
}

/// An entry of the ledger, as the API shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConsentEntry {
    /// Its id.
    pub id: ConsentEntryId,
    /// The address in its normal form.
    pub address: String,
    /// The channel.
    pub channel: Channel,
    /// What it is about.
    pub purpose: Purpose,
    /// What was decided.
    pub decision: Decision,
    /// Where it was expressed: a [`ConsentSource`], or an older code of the suite.
    pub source: String,
    /// Who recorded it.
    pub actor: String,
    /// When it was expressed (UTC).
    pub occurred_at: DateTime<Utc>,
    /// When it was recorded (UTC).
    pub recorded_at: DateTime<Utc>,
    /// Its place in the chain; none until the sealer has chained it.
    pub seq: Option<i64>,
}

/// What a walk along the chained ledger found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LedgerVerdict {
    /// Entries walked.
    pub entries: i64,
    /// Entries that wait for the sealer.
    pub unsealed: i64,
    /// Entries whose evidence was erased: right, not broken.
    pub erased: i64,
    /// The first place where an entry or its evidence does not match its hash; none where all is whole.
    pub broken_at: Option<i64>,
    /// The hash of the newest entry, in hexadecimal.
    pub head: Option<String>,
}
