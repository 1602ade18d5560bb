//! The clocks on walls, by country.

use chrono_tz::{Africa, Asia, Atlantic, Europe, Indian, Tz};

use crate::country;

/// The countries of [`crate::country`] that live by one clock, by ISO 3166-1 alpha-2 (IANA, `zone.tab`). Those with several
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

/// The one clock of a country, as a source spells it; none where it is not known, or has several.
#[must_use]
pub fn clock(country: &str) -> Option<Tz> {
    let code = country::code(country)?;
    CLOCKS.iter().find(|(known, _)| *known == code).map(|(_, zone)| *zone)
}

/// All that [`clock`] may tell.
pub fn clocks() -> impl Iterator<Item = Tz> {
    CLOCKS.iter().map(|(_, zone)| *zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_with_one_clock_tells_it_and_others_tell_none() {
        assert_eq!(clock("Île Maurice"), Some(Indian::Mauritius));
        assert_eq!(clock("ci"), Some(Africa::Abidjan));
        assert_eq!((clock("Canada"), clock("Atlantide")), (None, None));
    }

    #[test]
    fn every_clock_is_of_a_country_that_is_known() {
        assert!(CLOCKS.iter().all(|(code, _)| country::code(code) == Some(code)));
    }
}
