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
        let mut best = (Self::Fr, 0.0_f32);
        for range in accept_language.split(',') {
            if let Some((language, weight)) = Self::weigh(range)
                && weight > best.1
            {
                best = (language, weight);
            }
        }
        best.0
    }

    fn weigh(range: &str) -> Option<(Self, f32)> {
        let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
        let primary = tag.trim().split('-').next()?.to_ascii_lowercase();
        let language = primary.parse().ok()?;
        let weight = match parameters.trim().strip_prefix("q=") {
            Some(q) => q.trim().parse().ok()?,
            None => 1.0,
        };
        Some((language, weight))
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn french_is_spoken_to_whoever_asks_for_nothing_we_know() {
        for header in ["", "de-DE, it;q=0.9", "*", "garbage;;q=", "en;q=0"] {
            assert_eq!(Language::negotiate(header), Language::Fr, "{header}");
        }
    }

    #[test]
    fn the_heaviest_known_language_wins() {
        assert_eq!(Language::negotiate("de, fr;q=0.7, en-GB;q=0.8"), Language::En);
        assert_eq!(Language::negotiate("en;q=0.2, fr-CA"), Language::Fr);
    }
}
