//! What those stages share that speak to providers.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use content::urls::PublicUrls;
use providers::Accounts;
use store::Store;
use tokio::time::Instant;
use uuid::Uuid;

use crate::quiet::RecipientClocks;

/// What carrying messages takes.
#[derive(Debug, Clone)]
pub struct Carrier {
    /// The database.
    pub store: Store,
    /// The accounts of the settings.
    pub accounts: Accounts,
    /// The addresses that messages carry.
    pub urls: PublicUrls,
    /// The organisation's zone: the clock of recipients whose country does not tell one.
    pub zone: Tz,
    /// Where new ids come from (version 7).
    pub ids: fn() -> Uuid,
    /// Where chance comes from: a number from 0 to below 1.
    pub chance: fn() -> f64,
}

impl Carrier {
    /// The clocks on recipients' walls.
    pub(crate) fn clocks(&self, now: DateTime<Utc>) -> RecipientClocks {
        RecipientClocks { home: self.zone, now }
    }
}

/// Longer than a provider's slowest answer, so that a lease never ends under a call that is still waited for.
pub(crate) const LEASE: TimeDelta = TimeDelta::seconds(150);

/// The time, from the instant at which a step began.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Watch {
    at: DateTime<Utc>,
    begun: Instant,
}

impl Watch {
    /// Starts at an instant.
    pub(crate) fn start(at: DateTime<Utc>) -> Self {
        Self { at, begun: Instant::now() }
    }

    /// What time it is by now.
    pub(crate) fn now(self) -> DateTime<Utc> {
        self.at + span(self.begun.elapsed())
    }
}

/// A duration as dates count it.
pub(crate) fn span(duration: Duration) -> TimeDelta {
    TimeDelta::from_std(duration).unwrap_or(TimeDelta::MAX)
}
