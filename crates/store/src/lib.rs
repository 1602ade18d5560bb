#![doc = include_str!("../README.md")]

mod campaigns;
mod change;
mod error;
mod idempotency;
mod lists;
mod load;
mod migrations;
mod settings;
mod sources;
mod templates;
mod tx;

pub use campaigns::{Campaigns, NewCampaign};
pub use change::{Authorship, Change};
pub use error::StoreError;
pub use idempotency::{Claim, Idempotency, KEY_LIFETIME, StoredResponse};
pub use load::{Load, Table};
pub use migrations::SchemaVersion;
pub use settings::StoreSettings;
pub use sources::Sources;
pub use templates::{NewTemplate, Templates};
pub use tx::{Store, Tx};

/// What this crate's calls answer with.
pub type Result<T> = std::result::Result<T, StoreError>;
