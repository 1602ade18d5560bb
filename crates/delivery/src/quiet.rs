//! The clocks on recipients' walls.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::{pace::CampaignDay, quiet::QuietHours};
use store::Clocks;

/// The clocks at one moment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RecipientClocks {
    /// The organisation's zone.
    pub(crate) home: Tz,
    /// The moment (UTC).
    pub(crate) now: DateTime<Utc>,
}

impl RecipientClocks {
    /// The clock of those whose country tells none.
    fn house(&self, hours: &QuietHours) -> Tz {
        hours.zone.as_deref().and_then(|zone| zone.parse().ok()).unwrap_or(self.home)
    }
}

impl Clocks for RecipientClocks {
    fn is_quiet_somewhere(&self, hours: &QuietHours) -> bool {
        let mut clocks = address::clocks().chain([self.house(hours)]);
        clocks.any(|zone| hours.until(&zone, self.now).is_some())
    }

    fn quiet_until(&self, hours: &QuietHours, country: Option<&str>) -> Option<DateTime<Utc>> {
        hours.until(&country.and_then(address::clock).unwrap_or_else(|| self.house(hours)), self.now)
    }

    fn day_of(&self, due_at: DateTime<Utc>) -> CampaignDay {
        CampaignDay::at(&self.home, due_at, self.now)
    }
}
