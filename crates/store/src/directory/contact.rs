//! What the directory reads from the sources and writes as contacts.

use domain::{
    PersonId,
    consent::Kind,
    sources::{ContactRole, Source},
};
use serde_json::{Map, Value};

use super::SourceId;

/// A row of a source, in one shape for all of them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SourceRow {
    /// Its id as text.
    pub id: String,
    /// The company.
    pub company: Option<String>,
    /// The client's statut, as the suite spells it.
    pub statut: Option<String>,
    /// The client's type, as the suite spells it.
    pub client_type: Option<String>,
    /// The industry.
    pub industry: Option<String>,
    /// The size.
    pub size_label: Option<String>,
    /// The town.
    pub ville: Option<String>,
    /// The country, as the source spells it.
    pub pays: Option<String>,
    /// Custom columns, by their names.
    pub fields: Map<String, Value>,
    /// The addresses, the main one first.
    pub addresses: Vec<SourceAddress>,
}

/// One address of a row, as the source has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceAddress {
    /// What it is to the row.
    pub role: ContactRole,
    /// The person's name.
    pub name: Option<String>,
    /// The e-mail field.
    pub email: Option<String>,
    /// The phone field.
    pub phone: Option<String>,
}

/// A contact: one address of one source row in one role, with its normal forms.
#[derive(Debug, Clone, PartialEq)]
pub struct Contact {
    /// The row that it comes from.
    pub row: SourceId,
    /// What it is to the row.
    pub role: ContactRole,
    /// What the law asks of it.
    pub kind: Kind,
    /// The person's name; empty where the source has none.
    pub name: String,
    /// The company; empty where the source has none.
    pub company: String,
    /// The e-mail as the source has it; none where it is blank.
    pub email_raw: Option<String>,
    /// The e-mail's normal form; none where it cannot be one.
    pub email: Option<String>,
    /// Whether nobody in particular reads the mailbox.
    pub is_generic: bool,
    /// The phone as the source has it; none where it is blank.
    pub phone_raw: Option<String>,
    /// The phone's normal form, E.164; none where it cannot be one.
    pub phone: Option<String>,
    /// Whether the phone can have WhatsApp.
    pub is_mobile: bool,
    /// The client's statut.
    pub statut: Option<String>,
    /// The client's type.
    pub client_type: Option<String>,
    /// The industry.
    pub industry: Option<String>,
    /// The size.
    pub size_label: Option<String>,
    /// The town.
    pub ville: Option<String>,
    /// The country.
    pub pays: Option<String>,
    /// Custom columns.
    pub fields: Map<String, Value>,
    /// Who it is by its own address alone: by the e-mail, else by the mobile phone; none without either.
    pub own_id: Option<PersonId>,
}

impl Contact {
    /// Where it stands among the contacts of one person: by source, then role, then the row's id.
    pub(super) fn place(&self) -> String {
        let source = Source::ALL.iter().position(|source| *source == self.row.source).unwrap_or_default();
        let role = ContactRole::ALL.iter().position(|role| *role == self.role).unwrap_or_default();
        format!("{source}{role}{}", self.row.id)
    }
}
