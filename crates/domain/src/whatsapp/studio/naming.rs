//! Names of templates, from what somebody would call them.

use chrono::{Datelike, NaiveDate};

use super::super::keyword::fold;

/// Most words of a name: more says nothing more in a list.
const WORDS_MAX: usize = 6;

/// A name that the provider takes, from any words and a day: « Soldes d’été » in March 2026 is `soldes_d_ete_2026_03`. Words that
/// end with a number are dated, or numbered, already. Nothing where the words hold no letter.
#[must_use]
pub fn template_name(words: &str, day: NaiveDate) -> Option<String> {
    let plain = |word: String| word.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    let words: Vec<_> = fold(words).into_iter().map(plain).filter(|word| !word.is_empty()).collect();
    let last = words.iter().take(WORDS_MAX).next_back()?;
    let is_dated = last.bytes().all(|byte| byte.is_ascii_digit());
    let name =
        words.iter().take(WORDS_MAX).map(|word| word.to_ascii_lowercase()).collect::<Vec<_>>().join("_");
    Some(if is_dated { name } else { format!("{name}_{}_{:02}", day.year(), day.month()) })
}

/// The name of the next version: `promo` is followed by `promo_v2`, `promo_v2` by `promo_v3`.
#[must_use]
pub fn next_version(name: &str) -> String {
    let numbered =
        name.rsplit_once("_v").and_then(|(stem, number)| Some((stem, number.parse::<u32>().ok()?)));
    match numbered {
        Some((stem, number)) => format!("{stem}_v{}", number.saturating_add(1)),
        None => format!("{name}_v2"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::whatsapp::{TemplateCategory, TemplateContent};

    fn march() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 3).unwrap()
    }

    #[test]
    fn words_become_a_name_with_its_month_unless_they_have_a_number_at_their_end() {
        for (words, name) in [
            ("Soldes d’été", "soldes_d_ete_2026_03"),
            ("Promo BTP", "promo_btp_2026_03"),
            ("promo_btp_2026_03", "promo_btp_2026_03"),
            ("  Rentrée 2026 !", "rentree_2026"),
            (
                "Bonjour Awa, voici toutes les offres du printemps",
                "bonjour_awa_voici_toutes_les_offres_2026_03",
            ),
        ] {
            assert_eq!(template_name(words, march()).as_deref(), Some(name), "{words}");
        }
        assert_eq!(template_name(" !? ", march()), None);
    }

    #[test]
    fn the_next_version_counts_on() {
        for (name, next) in [
            ("promo", "promo_v2"),
            ("promo_v2", "promo_v3"),
            ("promo_v9", "promo_v10"),
            ("promo_vip", "promo_vip_v2"),
        ] {
            assert_eq!(next_version(name), next);
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_the_name_is_one_that_providers_take(words in "\\PC{0,60}") {
            let Some(name) = template_name(&words, march()) else { return Ok(()) };
            for name in [next_version(&name), name] {
                let content = TemplateContent {
                    name,
                    language: "fr".into(),
                    category: TemplateCategory::Utility,
                    header: None,
                    body: String::new(),
                    footer: None,
                    buttons: Vec::new(),
                    examples: BTreeMap::new(),
                };
                prop_assert_eq!(content.check(), Ok(()));
            }
        }
    }
}
