//! Where contacts come from, and how many there are.

use serde::{Deserialize, Serialize};

use crate::text::words;

words! {
    /// A table that contacts come from.
    Source {
        /// Converted customers: `clients`.
        Clients = "clients",
        /// Cold prospects: `companies`.
        Companies = "companies",
        /// People brought in by a file, into a table of ours.
        Import = "import",
    }
}

words! {
    /// What a contact is to its source row.
    ContactRole {
        /// The row's own address.
        Main = "main",
        /// The client's administrator.
        Administrateur = "administrateur",
        /// The client's internal contact.
        ContactInterne = "contact_interne",
    }
}

/// How many contacts a source holds; one address of one row in one role is one contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SourceCount {
    /// The source.
    pub source: Source,
    /// Rows in the table.
    pub rows: u64,
    /// Rows whose main e-mail field is filled (not yet checked).
    pub with_email: u64,
    /// Rows whose main phone field is filled (not yet checked).
    pub with_phone: u64,
    /// Key contacts (administrateur, contact interne) that have an e-mail or a phone; companies have none.
    pub key_contacts: u64,
    /// Rows by the source's main distinction: `type` for clients, `size_label` for companies. Largest first.
    pub groups: Vec<GroupCount>,
}

/// Rows that share one value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GroupCount {
    /// The value, as the suite's table spells it; empty where the field is.
    pub value: String,
    /// Rows that have it.
    pub rows: u64,
}

/// The counts of every source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SourceCounts {
    /// One entry per source, in the order of [`Source`].
    pub sources: Vec<SourceCount>,
}
