#![doc = include_str!("../README.md")]

mod accounts;
mod campaigns;
mod change;
mod errands;
mod error;
mod idempotency;
mod lists;
mod load;
mod migrations;
mod receipts;
mod settings;
mod sources;
mod templates;
mod tickets;
mod tx;

pub use accounts::{AccountState, Accounts};
pub use campaigns::{Campaigns, NewCampaign};
pub use change::{Authorship, Change};
pub use errands::{Claimed as ClaimedErrand, Errands};
pub use error::StoreError;
pub use idempotency::{Claim, Idempotency, KEY_LIFETIME, StoredResponse};
pub use load::{Load, Table};
pub use migrations::SchemaVersion;
pub use receipts::{NewReceipt, Receipt, Receipts};
pub use settings::StoreSettings;
pub use sources::Sources;
pub use templates::{NewTemplate, Templates};
pub use tickets::Tickets;
pub use tx::{Store, Tx};

/// What this crate's calls answer with.
pub type Result<T> = std::result::Result<T, StoreError>;
