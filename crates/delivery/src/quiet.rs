//! The clocks on recipients' walls.

use chrono::{DateTime, Utc};
use chrono_tz::{Africa, Asia, Atlantic, Europe, Indian, Tz};
use domain::{pace::CampaignDay, quiet::QuietHours};
use store::Clocks;

use crate::directory::country;

/// The countries that the directory knows and that live by one clock, by ISO 3166-1 alpha-2 (IANA, `zone.tab`). Those with several
/// zones tell nothing.
const CLOCKS: &[(&str, Tz)] = &[
    ("AE", Asia::Dubai),
    ("BE", Europe::Brussels),
    ("BF", Africa::Ouagadougou),
    ("BJ", Africa::PortoNovo),
    ("CF", Africa::Bangui),
    ("CG", Africa::Brazzaville),
    ("CH", Europe::Zurich),
    ("CI", Africa::Abidjan),
    ("CM", Africa::Douala),
    ("CV", Atlantic::Cape_Verde),
    ("DE", Europe::Berlin),
    ("DJ", Africa::Djibouti),
    ("DZ", Africa::Algiers),
    ("FR", Europe::Paris),
    ("GA", Africa::Libreville),
    ("GB", Europe::London),
    ("GH", Africa::Accra),
    ("GM", Africa::Banjul),
    ("GN", Africa::Conakry),
    ("GW", Africa::Bissau),
    ("IT", Europe::Rome),
    ("KM", Indian::Comoro),
    ("LB", Asia::Beirut),
    ("LU", Europe::Luxembourg),
    ("MA", Africa::Casablanca),
    ("MC", Europe::Monaco),
    ("MG", Indian::Antananarivo),
    ("ML", Africa::Bamako),
    ("MR", Africa::Nouakchott),
    ("MU", Indian::Mauritius),
    ("NE", Africa::Niamey),
    ("NG", Africa::Lagos),
    ("NL", Europe::Amsterdam),
    ("RW", Africa::Kigali),
    ("SN", Africa::Dakar),
    ("TD", Africa::Ndjamena),
    ("TG", Africa::Lome),
    ("TN", Africa::Tunis),
    ("TR", Europe::Istanbul),
];

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
        let clocks = CLOCKS.iter().map(|(_, zone)| *zone).chain([self.house(hours)]);
        clocks.into_iter().any(|zone| hours.until(&zone, self.now).is_some())
    }

    fn quiet_until(&self, hours: &QuietHours, country: Option<&str>) -> Option<DateTime<Utc>> {
        hours.until(&country.and_then(clock_of).unwrap_or_else(|| self.house(hours)), self.now)
    }

    fn day_of(&self, due_at: DateTime<Utc>) -> CampaignDay {
        CampaignDay::at(&self.home, due_at, self.now)
    }
}

fn clock_of(country: &str) -> Option<Tz> {
    let code = country::code(country)?;
    CLOCKS.iter().find(|(known, _)| *known == code).map(|(_, zone)| *zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_with_one_clock_tells_it_and_others_tell_none() {
        assert_eq!(clock_of("Île Maurice"), Some(Indian::Mauritius));
        assert_eq!(clock_of("ci"), Some(Africa::Abidjan));
        assert_eq!((clock_of("Canada"), clock_of("Atlantide")), (None, None));
    }

    #[test]
    fn every_clock_is_of_a_country_that_the_directory_knows() {
        assert!(CLOCKS.iter().all(|(code, _)| country::code(code) == Some(code)));
    }
}
