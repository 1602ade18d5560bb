//! What public pages say, in French and English.

use chrono::{DateTime, Datelike, Utc};
use chrono_tz::Tz;
use domain::Language;

/// The texts of one language.
#[derive(Debug)]
pub(crate) struct Texts {
    pub(crate) missing_title: &'static str,
    pub(crate) missing: &'static str,
    pub(crate) away_title: &'static str,
    pub(crate) away: &'static str,
    pub(crate) unsubscribe_title: &'static str,
    pub(crate) unsubscribe: &'static str,
    pub(crate) unsubscribe_button: &'static str,
    pub(crate) unsubscribed_title: &'static str,
    pub(crate) unsubscribed: &'static str,
    pub(crate) preferences_link: &'static str,
    pub(crate) preferences_title: &'static str,
    pub(crate) preferences: &'static str,
    pub(crate) preferences_button: &'static str,
    pub(crate) saved: &'static str,
    pub(crate) stale: &'static str,
    pub(crate) marketing: &'static str,
    pub(crate) open_tracking: &'static str,
    pub(crate) click_tracking: &'static str,
    pub(crate) granted: &'static str,
    pub(crate) withdrawn: &'static str,
    pub(crate) never_asked: &'static str,
    months: [&'static str; 12],
}

impl Texts {
    /// The texts of a language.
    pub(crate) const fn of(language: Language) -> &'static Self {
        match language {
            Language::Fr => &FRENCH,
            Language::En => &ENGLISH,
        }
    }
}

/// A day as it is written in a sentence, in the organisation's zone.
pub(crate) fn day(at: DateTime<Utc>, zone: Tz, language: Language) -> String {
    let local = at.with_timezone(&zone);
    let month = Texts::of(language).months.get(local.month0() as usize).copied().unwrap_or_default();
    match (language, local.day()) {
        (Language::Fr, 1) => format!("1er {month} {}", local.year()),
        (_, day) => format!("{day} {month} {}", local.year()),
    }
}

const FRENCH: Texts = Texts {
    missing_title: "Lien inconnu",
    missing: "Ce lien n’est pas valable, ou ce qu’il montrait n’existe plus. Ouvrez-le depuis l’e-mail, en entier.",
    away_title: "Un instant",
    away: "Le service est interrompu pour un moment et rien n’a été enregistré. Réessayez dans une minute.",
    unsubscribe_title: "Se désinscrire",
    unsubscribe: "Cette adresse ne recevra plus nos e-mails\u{202f}:",
    unsubscribe_button: "Me désinscrire",
    unsubscribed_title: "Désinscription enregistrée",
    unsubscribed: "Nous n’écrirons plus à cette adresse\u{202f}:",
    preferences_link: "Choisir ce que je reçois",
    preferences_title: "Vos préférences",
    preferences: "Choisissez ce qui vaut pour cette adresse\u{202f}:",
    preferences_button: "Enregistrer",
    saved: "Vos choix sont enregistrés.",
    stale: "Un choix a changé depuis que cette page a été ouverte. Voici ce qui vaut\u{202f}: vérifiez, puis enregistrez.",
    marketing: "Recevoir nos e-mails",
    open_tracking: "Nous laisser savoir que j’ouvre les e-mails",
    click_tracking: "Nous laisser savoir quels liens j’ouvre",
    granted: "Oui, depuis le",
    withdrawn: "Non, depuis le",
    never_asked: "Aucun choix n’est enregistré.",
    months: [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
};

const ENGLISH: Texts = Texts {
    missing_title: "Unknown link",
    missing: "This link is not valid, or what it showed is gone. Open it from the e-mail, whole.",
    away_title: "One moment",
    away: "The service is interrupted for a moment and nothing was saved. Try again in a minute.",
    unsubscribe_title: "Unsubscribe",
    unsubscribe: "This address will no longer get our e-mails:",
    unsubscribe_button: "Unsubscribe me",
    unsubscribed_title: "You are unsubscribed",
    unsubscribed: "We will no longer write to this address:",
    preferences_link: "Choose what I get",
    preferences_title: "Your preferences",
    preferences: "Choose what holds for this address:",
    preferences_button: "Save",
    saved: "Your choices are saved.",
    stale: "A choice has changed since this page was opened. This is how it stands: check it, then save.",
    marketing: "Get our e-mails",
    open_tracking: "Let you know that I open e-mails",
    click_tracking: "Let you know which links I open",
    granted: "Yes, since",
    withdrawn: "No, since",
    never_asked: "No choice is recorded.",
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
};

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    #[test]
    fn a_day_is_told_in_the_organisations_zone() {
        let night = Utc.with_ymd_and_hms(2026, 2, 28, 23, 30, 0).unwrap();
        assert_eq!(day(night, Tz::Europe__Paris, Language::Fr), "1er mars 2026");
        assert_eq!(day(night, Tz::UTC, Language::En), "28 February 2026");
    }
}
