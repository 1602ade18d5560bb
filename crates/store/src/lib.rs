#![doc = include_str!("../README.md")]

mod accounts;
mod audience;
mod batches;
mod campaigns;
mod canaries;
mod change;
mod conversations;
mod costs;
mod deltas;
mod directory;
mod ends;
mod errands;
mod error;
mod events;
mod exclusions;
mod figures;
mod hits;
mod idempotency;
mod ledger;
mod lists;
mod load;
mod locks;
mod migrations;
mod paces;
mod people;
mod plan;
mod policy;
mod readers;
mod receipts;
mod recipients;
mod runs;
mod segments;
mod settings;
pub mod signal;
mod sources;
mod standings;
mod suppressions;
mod templates;
mod test_messages;
mod text;
mod tickets;
mod tx;
mod whatsapp_senders;
mod whatsapp_templates;

pub use accounts::{AccountState, Accounts, BlockedWalk, Sweep};
pub use audience::{Audience, AudienceOf, Reached};
pub use batches::{
    Batches, Call, Claimed, Clocks, Doubt, DoubtfulCall, Ended, Hold, Intent, Later, Letter, Member, Next,
    Part, Sent, Stranded, Turn,
};
pub use campaigns::{Campaigns, Launch, NewCampaign};
pub use canaries::{Canaries, DueCanary, Ruled};
pub use change::{Authorship, Change};
pub use conversations::{
    Answered, Conversations, DueAnswer, KeptMedia, NamedMedia, NewAnswer, NewInbound, Speaker, Strayed,
    Written,
};
pub use costs::{Costs, NewCharge};
pub use directory::{Changes, Contact, Directory, SourceAddress, SourceId, SourceRow};
pub use ends::{Ends, Ruling};
pub use errands::{Claimed as ClaimedErrand, Errands};
pub use error::StoreError;
pub use events::{Blamed, Clue, Events, Found, LateRefusal, Leaving, NewEvent, Projected, TakenEvent};
pub use exclusions::Exclusions;
pub use figures::Figures;
pub use hits::{HitKeeper, Hits, TakenHit};
pub use idempotency::{Claim, Idempotency, KEY_LIFETIME, StoredResponse};
pub use ledger::{Consent, NewConsent, Recorded};
pub use load::{Load, Table};
pub use migrations::SchemaVersion;
pub use people::People;
pub use plan::{DueCampaign, Freeze, Plan};
pub use policy::Settings;
pub use readers::{Reader, Readers};
pub use receipts::{NewReceipt, Receipt, Receipts};
pub use recipients::Recipients;
pub use segments::{Addressee, CountryCount};
pub use settings::StoreSettings;
pub use signal::Signal;
pub use sources::Sources;
pub use suppressions::Suppressions;
pub use templates::{NewTemplate, Templates};
pub use test_messages::{NewTest, TestMessages};
pub use tickets::Tickets;
pub use tx::{Store, Tx};
pub use whatsapp_senders::{SenderState, WhatsappSenders};
pub use whatsapp_templates::{Heard, NewWhatsappTemplate, Taken, WhatsappTemplates};

/// What this crate's calls answer with.
pub type Result<T> = std::result::Result<T, StoreError>;
