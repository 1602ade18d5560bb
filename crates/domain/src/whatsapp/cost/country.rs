//! Countries as Meta bills them: by the calling code of a number.

use super::countries::COUNTRIES;
use crate::text::words;

words! {
    /// A market of several countries, as Meta's rate cards name it.
    Market {
        /// Canada and the United States.
        NorthAmerica = "North America",
        /// African countries without a row of their own.
        RestOfAfrica = "Rest of Africa",
        /// Asian countries and those of the Pacific without a row of their own.
        RestOfAsiaPacific = "Rest of Asia Pacific",
        /// Countries of Central and Eastern Europe without a row of their own.
        RestOfCentralAndEasternEurope = "Rest of Central & Eastern Europe",
        /// Countries of Latin America without a row of their own.
        RestOfLatinAmerica = "Rest of Latin America",
        /// Countries of the Middle East without a row of their own.
        RestOfMiddleEast = "Rest of Middle East",
        /// Countries of Western Europe without a row of their own.
        RestOfWesternEurope = "Rest of Western Europe",
        /// Every country that Meta names nowhere.
        Other = "Other",
    }
}

/// A country.
#[derive(Debug, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub iso: &'static str,
    /// Its English name, as Meta writes it.
    pub name: &'static str,
    /// Its calling codes without `+`, parted by spaces.
    pub(super) codes: &'static str,
    /// The market that it is billed in where a card has no row for it; none where it always has one.
    pub market: Option<Market>,
}

/// How many digits the longest calling code has.
const DIGITS: usize = 4;

impl Country {
    /// How many characters of a number in E.164, its `+` among them, tell the country.
    pub const TELLS: usize = DIGITS + 1;

    /// The country of a number in E.164, or of its beginning: the longest calling code wins.
    #[must_use]
    pub fn of(number: &str) -> Option<&'static Self> {
        let digits = number.strip_prefix('+')?;
        let has =
            |code: &str| COUNTRIES.iter().find(|country| country.codes.split(' ').any(|own| own == code));
        (1..=DIGITS).rev().find_map(|length| has(digits.get(..length)?))
    }

    /// The country that a row of a card means: by its code, its English name or its calling code with a `+`.
    #[must_use]
    pub fn named(text: &str) -> Option<&'static Self> {
        let text = text.trim();
        let is = |country: &&Self| {
            country.iso.eq_ignore_ascii_case(text)
                || country.name.eq_ignore_ascii_case(text)
                || text.strip_prefix('+').is_some_and(|code| country.codes.split(' ').any(|own| own == code))
        };
        COUNTRIES.iter().find(is)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_longest_calling_code_tells_the_country() {
        for (number, iso) in [
            ("+33612345678", "FR"),
            ("+2250707123456", "CI"),
            ("+15145551234", "CA"),
            ("+12125551234", "US"),
            ("+18095551234", "DO"),
            ("+18765551234", "JM"),
            ("+17875551234", "PR"),
            ("+77011234567", "KZ"),
            ("+79161234567", "RU"),
            ("+224621234567", "GN"),
            ("+262692123456", "RE"),
        ] {
            assert_eq!(Country::of(number).map(|country| country.iso), Some(iso), "{number}");
            let beginning = &number[..Country::TELLS];
            assert_eq!(Country::of(beginning), Country::of(number), "{beginning} says as much");
        }
        for nobody in ["", "+", "33612345678", "SN.20000000000000000013", "+999123456"] {
            assert_eq!(Country::of(nobody), None, "{nobody}");
        }
    }

    #[test]
    fn countries_are_billed_where_meta_lists_them() {
        let market = |iso: &str| Country::named(iso).and_then(|country| country.market);
        assert_eq!(market("FR"), None);
        for iso in ["BE", "CH"] {
            assert_eq!(market(iso), Some(Market::RestOfWesternEurope), "{iso}");
        }
        for iso in
            ["MA", "DZ", "TN", "SN", "MR", "ML", "CI", "BF", "NE", "TG", "BJ", "TD", "CM", "GA", "CG", "MG"]
        {
            assert_eq!(market(iso), Some(Market::RestOfAfrica), "{iso}");
        }
        for iso in ["GN", "CD", "RE", "KM"] {
            assert_eq!(market(iso), Some(Market::Other), "{iso}");
        }
        assert_eq!(
            (market("US"), market("HT")),
            (Some(Market::NorthAmerica), Some(Market::RestOfLatinAmerica))
        );
    }

    #[test]
    fn no_country_and_no_calling_code_stands_twice() {
        let (mut countries, mut codes) = (BTreeSet::new(), BTreeSet::new());
        for country in COUNTRIES {
            assert!(countries.insert(country.iso) && countries.insert(country.name), "{}", country.iso);
            for code in country.codes.split(' ') {
                assert!(codes.insert(code), "{code}");
                assert!(
                    (1..=DIGITS).contains(&code.len()) && code.bytes().all(|digit| digit.is_ascii_digit()),
                    "{code}"
                );
            }
        }
    }

    #[test]
    fn a_country_is_named_by_its_code_its_name_or_its_calling_code() {
        for name in ["sn", "Senegal", "+221", " SENEGAL "] {
            assert_eq!(Country::named(name).map(|country| country.iso), Some("SN"), "{name}");
        }
        assert_eq!(
            (Country::named(""), Country::named("Atlantis"), Country::named("221")),
            (None, None, None)
        );
    }
}
