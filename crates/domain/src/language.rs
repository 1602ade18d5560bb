//! French first, English too.

use crate::text::words;

words! {
    /// A language of the interface and of the API's texts.
    Language {
        /// French, the default.
        Fr = "fr",
        /// English.
        En = "en",
    }
}

impl Language {
    /// The best language for an `Accept-Language` header (RFC 9110 §12.5.4); French when nothing matches.
    #[must_use]
    pub fn negotiate(accept_language: &str) -> Self {
        let mut best = (Self::Fr, 0);
        for range in accept_language.split(',') {
            if let Some((language, weight)) = Self::weigh(range)
                && weight > best.1
            {
                best = (language, weight);
            }
        }
        best.0
    }

    fn weigh(range: &str) -> Option<(Self, u16)> {
        let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
        let primary = tag.trim().split('-').next()?.to_ascii_lowercase();
        let language = primary.parse().ok()?;
        let weight = match parameters.trim().strip_prefix("q=") {
            Some(q) => thousandths(q.trim())?,
            None => 1_000,
        };
        Some((language, weight))
    }
}

/// A weight such as `0.8`, of which three digits count. Reading it as a number with a point would bring tables of 11 KB that no
/// compression makes smaller into the browser.
fn thousandths(weight: &str) -> Option<u16> {
    let (whole, part) = weight.split_once('.').unwrap_or((weight, ""));
    let digits = part.chars().chain("000".chars()).take(3);
    let part = digits.map(|digit| digit.to_digit(10)).try_fold(0, |sum, digit| Some(sum * 10 + digit?))?;
    let weight = match whole {
        "0" => part,
        "1" if part == 0 => 1_000,
        _ => return None,
    };
    u16::try_from(weight).ok()
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn french_is_spoken_to_whoever_asks_for_nothing_we_know() {
        let nothing = [
            "",
            "de-DE, it;q=0.9",
            "*",
            "garbage;;q=",
            "en;q=0",
            "en;q=0.",
            "en;q=1.5",
            "en;q=-1",
            "en;q=0.x",
        ];
        for header in nothing {
            assert_eq!(Language::negotiate(header), Language::Fr, "{header}");
        }
    }

    #[test]
    fn the_heaviest_known_language_wins() {
        assert_eq!(Language::negotiate("de, fr;q=0.7, en-GB;q=0.8"), Language::En);
        assert_eq!(Language::negotiate("en;q=0.2, fr-CA"), Language::Fr);
        assert_eq!(Language::negotiate("fr;q=0.09, en;q=0.1"), Language::En);
        assert_eq!(Language::negotiate("fr;q=0.999, en;q=1.000"), Language::En);
        assert_eq!(Language::negotiate("fr;q=0.33331, en;q=0.33339"), Language::Fr);
    }
}
