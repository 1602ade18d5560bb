//! The decision table of words.md as data: defaults that an administrator may make stricter or wider.

use serde::{Deserialize, Serialize};

use super::Ground;
use crate::text::words;

words! {
    /// What a contact is, as far as the law asks.
    Kind {
        /// A client, CLIENT or CLIENT_FIDELE, whose statut is ACTIF or INACTIF.
        Customer = "customer",
        /// A client that is a PROSPECT, or whose statut is ABANDONNE or unknown.
        Lapsed = "lapsed",
        /// A company that was informed at collection.
        InformedCompany = "informed_company",
        /// A company of which no information at collection is recorded.
        Company = "company",
        /// A person out of a file.
        Imported = "imported",
    }
}

impl Kind {
    /// Its bit in [`Kinds`]. Never reorder: rows hold these bits.
    #[must_use]
    pub const fn bit(self) -> i16 {
        1 << (self as u8)
    }
}

/// All that a person is, over the contacts that make the person up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Kinds(pub i16);

impl Kinds {
    /// Every set that can be: one answer for each is all that a query needs.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..1 << Kind::ALL.len()).map(Self)
    }

    /// The kinds in it.
    pub fn iter(self) -> impl Iterator<Item = Kind> {
        Kind::ALL.iter().copied().filter(move |kind| self.0 & kind.bit() != 0)
    }
}

impl FromIterator<Kind> for Kinds {
    fn from_iter<T: IntoIterator<Item = Kind>>(kinds: T) -> Self {
        Self(kinds.into_iter().fold(0, |bits, kind| bits | kind.bit()))
    }
}

/// What holds for one kind of contact by e-mail while the ledger knows nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The kind of contact.
    pub kind: Kind,
    /// The ground on which it may be written to; none for "no".
    pub email: Option<Ground>,
}

/// How often one person may be written to, over all campaigns of a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FrequencyCap {
    /// Most messages, at least 1.
    pub messages: u16,
    /// Within so many days, 1 to 365.
    pub days: u16,
}

/// The rules that decide who may be written to. WhatsApp has none: without a granted consent nobody is (Meta's opt-in).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConsentPolicy {
    /// One rule for each kind; a kind without a rule may not be written to.
    pub rules: Vec<Rule>,
    /// How often one person may be written to; none for as often as campaigns are sent.
    #[serde(default)]
    pub frequency_cap: Option<FrequencyCap>,
}

impl Default for ConsentPolicy {
    /// The table of words.md: article L34-5 CPCE, and legitimate interest towards professionals.
    fn default() -> Self {
        let email = |kind| match kind {
            Kind::Customer => Some(Ground::ExistingCustomer),
            Kind::InformedCompany => Some(Ground::LegitimateInterest),
            Kind::Lapsed | Kind::Company | Kind::Imported => None,
        };
        let rules = Kind::ALL.iter().map(|kind| Rule { kind: *kind, email: email(*kind) }).collect();
        Self { rules, frequency_cap: None }
    }
}

impl ConsentPolicy {
    /// The ground that a kind has by itself.
    #[must_use]
    pub fn ground(&self, kind: Kind) -> Option<Ground> {
        self.rules.iter().find(|rule| rule.kind == kind).and_then(|rule| rule.email)
    }
}
