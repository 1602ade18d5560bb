//! What a few words of a person mean for our writing to them: an opt-out, a wish to be written to again, or neither.
//!
//! No law and no provider gives the list; it is the English one that carriers know, with what French readers write, and Meta asks
//! only that requests to stop be respected (whatsappbusiness.com/policy). A grant takes the very word, alone: silence or doubt is none.

use crate::{language::Language, text::words};

/// Words that opt out, folded as [`fold`] does.
const OPT_OUTS: [&str; 21] = [
    "STOP",
    "STOPALL",
    "STOP PROMO",
    "ARRET",
    "ARRETER",
    "ARRETEZ",
    "DESABONNER",
    "DESABONNEMENT",
    "DESINSCRIRE",
    "DESINSCRIPTION",
    "DESINSCRIVEZ MOI",
    "NE PLUS RECEVOIR",
    "PLUS DE MESSAGES",
    "RETIREZ MOI",
    "UNSUBSCRIBE",
    "OPT OUT",
    "OPTOUT",
    "CANCEL",
    "END",
    "QUIT",
    "REVOKE",
];

/// Words that ask to be written to again, alone.
const RESUMES: [&str; 2] = ["START", "REPRENDRE"];

/// So many words may stand beside an opt-out: "stop s'il vous plaît" is one, a sentence is not.
const BESIDE: usize = 2;

/// What a button of ours that opts out brings back begins so, whatever its case.
pub const OPT_OUT_PAYLOAD: &str = "OPTOUT";

words! {
    /// What a person means.
    Wish {
        /// No marketing any more.
        OptOut = "opt_out",
        /// Marketing again.
        Resume = "resume",
        /// It holds a word that opts out, in a sentence: a person must say what was meant, and marketing is held meanwhile.
        Unclear = "unclear",
        /// Nothing about being written to.
        Nothing = "nothing",
    }
}

impl Wish {
    /// What a text means, whatever its case, accents, punctuation and emoji.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        let said = fold(text);
        if RESUMES.contains(&said.join(" ").as_str()) {
            return Self::Resume;
        }
        match OPT_OUTS.iter().filter_map(|keyword| beside(&said, keyword)).min() {
            Some(others) if others <= BESIDE => Self::OptOut,
            Some(_) => Self::Unclear,
            None => Self::Nothing,
        }
    }

    /// What a pressed button means, by what we gave it, else by what stands on it.
    #[must_use]
    pub fn of_button(payload: Option<&str>, text: &str) -> Self {
        let is_opt_out = |payload: &str| payload.trim().to_ascii_uppercase().starts_with(OPT_OUT_PAYLOAD);
        if payload.is_some_and(is_opt_out) { Self::OptOut } else { Self::of_text(text) }
    }

    /// Twilio's own verdict, `OptOutType`, where it gives one that decides.
    #[must_use]
    pub fn of_verdict(verdict: &str) -> Option<Self> {
        match verdict.trim().to_ascii_uppercase().as_str() {
            "STOP" => Some(Self::OptOut),
            "START" => Some(Self::Resume),
            _ => None,
        }
    }

    /// What confirms it, once, where anything may be said; nothing where nothing was decided.
    #[must_use]
    pub const fn confirmation(self, language: Language) -> Option<&'static str> {
        match (self, language) {
            (Self::OptOut, Language::Fr) => Some(
                "C’est noté\u{202f}: vous ne recevrez plus nos offres par WhatsApp. Pour les recevoir de nouveau, répondez REPRENDRE.",
            ),
            (Self::OptOut, Language::En) => Some(
                "Noted: you will not receive our offers by WhatsApp any more. To receive them again, reply START.",
            ),
            (Self::Resume, Language::Fr) => Some(
                "C’est noté\u{202f}: vous recevrez de nouveau nos offres par WhatsApp. Pour ne plus les recevoir, répondez STOP.",
            ),
            (Self::Resume, Language::En) => {
                Some("Noted: you will receive our offers by WhatsApp again. To stop them, reply STOP.")
            }
            (Self::Unclear | Self::Nothing, _) => None,
        }
    }
}

/// How many words stand beside a keyword; none where it is not there.
fn beside(said: &[String], keyword: &str) -> Option<usize> {
    let keyword: Vec<&str> = keyword.split(' ').collect();
    let is_there = said.windows(keyword.len()).any(|words| words.iter().eq(keyword.iter()));
    is_there.then(|| said.len() - keyword.len())
}

/// The words of a text: capitals without accents, whatever is neither letter nor digit between them. A week-end is no end.
pub(super) fn fold(text: &str) -> Vec<String> {
    let plain: String =
        text.chars().filter(|c| !is_combining(*c)).flat_map(char::to_uppercase).map(plain).collect();
    let mut words = Vec::<String>::new();
    for word in plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        match words.last_mut() {
            Some(last) if last == "WEEK" && word == "END" => last.push_str(word),
            _ => words.push(word.to_owned()),
        }
    }
    words
}

/// A capital without the accent that a French keyboard gives it.
const fn plain(capital: char) -> char {
    match capital {
        'À' | 'Â' | 'Ä' | 'Á' | 'Ã' => 'A',
        'Ç' => 'C',
        'É' | 'È' | 'Ê' | 'Ë' => 'E',
        'Î' | 'Ï' | 'Í' | 'Ì' => 'I',
        'Ô' | 'Ö' | 'Ó' | 'Ò' => 'O',
        'Û' | 'Ü' | 'Ù' | 'Ú' => 'U',
        other => other,
    }
}

/// Whether it only decorates the letter before it: an accent of its own, what makes an emoji coloured, nothing at all.
const fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{20e3}')
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, sample::select};

    use super::*;

    #[test]
    fn each_word_of_the_list_opts_out_however_it_is_written() {
        // The list as it was agreed, not as the code has it: whoever shortens that one is told here.
        let agreed = "STOP, STOPALL, ARRET, ARRETER, ARRETEZ, DESABONNER, DESABONNEMENT, DESINSCRIRE, DESINSCRIPTION, \
            DESINSCRIVEZ MOI, NE PLUS RECEVOIR, PLUS DE MESSAGES, RETIREZ MOI, UNSUBSCRIBE, OPT OUT, OPTOUT, CANCEL, END, QUIT, \
            REVOKE, STOP PROMO";
        for keyword in agreed.split(", ") {
            for written in [
                keyword.to_owned(),
                keyword.to_lowercase(),
                format!("  {keyword} !!! "),
                format!("🙏 {keyword} 🛑"),
                keyword.replace(' ', "-"),
            ] {
                assert_eq!(Wish::of_text(&written), Wish::OptOut, "{written}");
            }
        }
    }

    #[test]
    fn what_french_readers_write_is_understood() {
        for (text, wish) in [
            ("ARRÊT", Wish::OptOut),
            ("arre\u{302}t", Wish::OptOut),
            ("Désabonner.", Wish::OptOut),
            ("Désinscrivez-moi svp", Wish::OptOut),
            ("STOP ❤️", Wish::OptOut),
            ("Stop merci bien", Wish::OptOut),
            ("stop, plus de messages", Wish::OptOut),
            ("s\u{200b}top", Wish::OptOut),
            ("OUI STOP", Wish::OptOut),
            ("Stop chez vous demain\u{202f}?", Wish::Unclear),
            ("Je passe demain, est-ce l’arrêt Mairie ou Gare ?", Wish::Unclear),
            ("Bon week-end\u{a0}!", Wish::Nothing),
            ("Bon week end à vous", Wish::Nothing),
            ("Vous stoppez quand ?", Wish::Nothing),
            ("Bonjour", Wish::Nothing),
            ("", Wish::Nothing),
            ("👍", Wish::Nothing),
        ] {
            assert_eq!(Wish::of_text(text), wish, "{text}");
        }
    }

    #[test]
    fn only_the_very_word_grants_again() {
        for text in ["START", "start !", "Reprendre", " ▶️ REPRENDRE"] {
            assert_eq!(Wish::of_text(text), Wish::Resume, "{text}");
        }
        for text in ["Oui", "reprendre demain", "start up", "Bonjour, START", "YES"] {
            assert_eq!(Wish::of_text(text), Wish::Nothing, "{text}");
        }
    }

    #[test]
    fn a_button_of_ours_opts_out_by_what_we_gave_it_or_by_what_stands_on_it() {
        assert_eq!(Wish::of_button(Some("OPTOUT:c7"), "Plus tard"), Wish::OptOut);
        assert_eq!(Wish::of_button(Some("optout"), ""), Wish::OptOut);
        assert_eq!(Wish::of_button(None, "Ne plus recevoir"), Wish::OptOut);
        assert_eq!(Wish::of_button(Some("oui"), "Oui"), Wish::Nothing);
    }

    #[test]
    fn the_providers_verdict_decides_where_it_does() {
        assert_eq!(Wish::of_verdict("STOP"), Some(Wish::OptOut));
        assert_eq!(Wish::of_verdict("start"), Some(Wish::Resume));
        assert_eq!(Wish::of_verdict("HELP"), None);
    }

    #[test]
    fn whatever_is_decided_is_confirmed_in_both_languages_and_nothing_else_is() {
        for wish in Wish::ALL {
            let decided = matches!(wish, Wish::OptOut | Wish::Resume);
            for language in Language::ALL {
                assert_eq!(wish.confirmation(*language).is_some(), decided, "{wish}");
            }
        }
    }

    proptest! {
        #[test]
        fn two_more_words_change_nothing_and_a_third_needs_a_person(
            keyword in select(&OPT_OUTS[..]), others in prop::collection::vec("[xz]{2,6}", 0..6), place in 0_usize..6
        ) {
            let mut words = others.clone();
            words.insert(place.min(others.len()), keyword.to_owned());
            let wish = if others.len() <= BESIDE { Wish::OptOut } else { Wish::Unclear };
            prop_assert_eq!(Wish::of_text(&words.join(" ")), wish);
        }

        #[test]
        fn no_text_panics_and_what_holds_no_keyword_wishes_nothing(text in "\\PC*") {
            let wish = Wish::of_text(&text);
            let folded = fold(&text);
            let has_keyword = OPT_OUTS.iter().any(|keyword| beside(&folded, keyword).is_some());
            prop_assert_eq!(has_keyword, matches!(wish, Wish::OptOut | Wish::Unclear));
        }
    }
}
