#![doc = include_str!("../README.md")]

mod accounts;
mod audience;
mod campaigns;
mod change;
mod directory;
mod errands;
mod error;
mod exclusions;
mod figures;
mod idempotency;
mod ledger;
mod lists;
mod load;
mod locks;
mod migrations;
mod people;
mod plan;
mod policy;
mod receipts;
mod recipients;
mod segments;
mod settings;
pub mod signal;
mod sources;
mod suppressions;
mod templates;
mod tickets;
mod tx;

pub use accounts::{AccountState, Accounts};
pub use audience::{Audience, AudienceOf};
pub use campaigns::{Campaigns, Launch, NewCampaign};
pub use change::{Authorship, Change};
pub use directory::{Changes, Contact, Directory, SourceAddress, SourceId, SourceRow};
pub use errands::{Claimed as ClaimedErrand, Errands};
pub use error::StoreError;
pub use exclusions::Exclusions;
pub use figures::Figures;
pub use idempotency::{Claim, Idempotency, KEY_LIFETIME, StoredResponse};
pub use ledger::{Consent, NewConsent, Recorded};
pub use load::{Load, Table};
pub use migrations::SchemaVersion;
pub use people::People;
pub use plan::{DueCampaign, Freeze, Plan};
pub use policy::Settings;
pub use receipts::{NewReceipt, Receipt, Receipts};
pub use recipients::Recipients;
pub use settings::StoreSettings;
pub use signal::Signal;
pub use sources::Sources;
pub use suppressions::Suppressions;
pub use templates::{NewTemplate, Templates};
pub use tickets::Tickets;
pub use tx::{Store, Tx};

/// What this crate's calls answer with.
pub type Result<T> = std::result::Result<T, StoreError>;
