#![doc = include_str!("../README.md")]

mod accounts;
mod addresses;
mod app;
mod audience;
pub mod caller;
mod cost;
mod docs;
mod error;
mod export;
mod ledger;
mod limits;
mod live;
mod manners;
mod mounting;
mod numbers;
mod preview;
mod public;
mod rates;
mod review;
mod routes;
mod spa;
mod templates;
mod tickets;
mod zones;

pub use app::{app, document};
pub use caller::{ClaimNames, KeyError, Keyring, TokenPolicy, VerifyKey};
pub use error::Refusal;
pub use limits::Limits;
pub use live::{Listening, Live};
pub use public::{Collecting, Collector};
pub use spa::{Environment, Spa, SpaSettings};

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use content::urls::PublicUrls;
use domain::Language;
use ipnet::IpNet;
use providers::Accounts;
use store::Store;
use uuid::Uuid;

/// The root of every marketing route.
pub const BASE: &str = "/api/marketing/v1";

/// What the routes work with. Time and ids come in as functions: only the server reads a clock.
#[derive(Clone)]
pub struct Api {
    /// The database.
    pub store: Store,
    /// The keys that tokens are verified with.
    pub keyring: Arc<Keyring>,
    /// The share of each caller.
    pub limits: Arc<Limits>,
    /// The time.
    pub clock: fn() -> DateTime<Utc>,
    /// New ids (UUIDv7).
    pub ids: fn() -> Uuid,
    /// 32 random bytes: tickets and salts.
    pub secrets: fn() -> [u8; 32],
    /// The accounts that messages leave by.
    pub accounts: Accounts,
    /// Makes and judges the addresses in messages.
    pub urls: Arc<PublicUrls>,
    /// Stores what pixels and links tell.
    pub collector: Collector,
    /// Wakes those who watch a campaign.
    pub live: Live,
    /// The zone that cuts days.
    pub zone: Tz,
    /// The language of what is added to messages.
    pub language: Language,
    /// How long a body may take to arrive.
    pub patience: Duration,
    /// Largest body, in bytes.
    pub body_max: usize,
    /// Origins that browsers may call from, beside our own.
    pub origins: Vec<String>,
    /// Networks of the proxies that are believed about who called them.
    pub trusted_proxies: Vec<IpNet>,
    /// The metrics, in Prometheus' text format.
    pub metrics: Arc<dyn Fn() -> String + Send + Sync>,
    /// A token that Prometheus may read metrics with.
    pub scrape_token: Option<String>,
    /// The SPA's files, where this process serves them.
    pub spa: Option<Arc<Spa>>,
}

impl Api {
    /// Whether the database answers and has every migration of this version.
    async fn ready(&self) -> Result<(), Refusal> {
        if self.store.is_ready().await? {
            Ok(())
        } else {
            Err(domain::ProblemCode::DatabaseUnavailable.into())
        }
    }

    /// Compared by digest, so that the time it takes tells nothing about the token.
    fn scrapes_with(&self, token: &str) -> bool {
        use sha2::{Digest, Sha256};
        self.scrape_token.as_deref().is_some_and(|known| Sha256::digest(known) == Sha256::digest(token))
    }
}
