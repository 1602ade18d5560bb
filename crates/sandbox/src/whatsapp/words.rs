//! What people write, and whether it means that they want no more.

/// Answers of people who are interested, who ask, and of whom nobody knows whether they want no more.
const ANSWERS: [&str; 8] = [
    "Oui, ça m’intéresse !",
    "Merci 🙏",
    "C’est encore valable ?",
    "Vous êtes ouverts dimanche ?",
    "Yes please",
    "Stop chez vous demain ?",
    "Plus tard peut-être",
    "👍",
];
/// How people say that they want no more.
const GOODBYES: [&str; 7] =
    ["STOP", "Arrêt", "ARRET", "stop 🙏", "Désabonnement", "Ne plus recevoir", "Unsubscribe"];
/// The same without case, accents, punctuation and pictures.
const LEAVING: [&str; 9] = [
    "STOP",
    "ARRET",
    "ARRETER",
    "ARRETEZ",
    "DESABONNEMENT",
    "DESABONNER",
    "NE PLUS RECEVOIR",
    "UNSUBSCRIBE",
    "OPT OUT",
];
/// Words that Twilio itself takes for leaving, and for coming back (reference "Advanced Opt-Out": English, by default).
const TWILIO_STOP: [&str; 8] =
    ["STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL"];
const TWILIO_START: [&str; 3] = ["START", "YES", "UNSTOP"];

/// Something to answer.
pub(crate) fn answer(choice: u64) -> &'static str {
    pick(&ANSWERS, choice)
}

/// A way of saying that one wants no more.
pub(crate) fn goodbye(choice: u64) -> &'static str {
    pick(&GOODBYES, choice)
}

fn pick(texts: &[&'static str], choice: u64) -> &'static str {
    texts[usize::try_from(choice % texts.len() as u64).unwrap_or_default()]
}

/// Whether a text, or what stands on a button, is somebody's way of saying that they want no more.
pub(crate) fn leaves(text: &str) -> bool {
    LEAVING.contains(&plain(text).as_str())
}

/// What Twilio takes a text for: `STOP` or `START`.
pub(crate) fn of_twilio(text: &str) -> Option<&'static str> {
    let word = text.trim().to_uppercase();
    let word = word.as_str();
    match (TWILIO_STOP.contains(&word), TWILIO_START.contains(&word)) {
        (true, _) => Some("STOP"),
        (_, true) => Some("START"),
        _ => None,
    }
}

fn plain(text: &str) -> String {
    let upper = text.to_uppercase().replace(['É', 'È', 'Ê'], "E");
    let letters: String = upper.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_goodbye_leaves_and_no_answer_does() {
        assert!(GOODBYES.iter().all(|text| leaves(text)));
        assert!(!ANSWERS.iter().any(|text| leaves(text)));
    }
}
