//! The words of these pages, in French and English.

use crate::whatsapp::What;

/// All words of one language.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) title: &'static str,
    pub(super) none: &'static str,
    pub(super) person: &'static str,
    pub(super) by: &'static str,
    pub(super) last: &'static str,
    pub(super) when: &'static str,
    pub(super) back: &'static str,
    pub(super) notice: &'static str,
    pub(super) write: &'static str,
    pub(super) send: &'static str,
    pub(super) read: &'static str,
    pub(super) block: &'static str,
    pub(super) stop: &'static str,
    pub(super) us: &'static str,
    pub(super) you: &'static str,
    pub(super) window: &'static str,
    pub(super) no_window: &'static str,
    what: fn(What) -> &'static str,
}

impl Words {
    /// French unless English is asked for.
    pub(super) fn of(code: &str) -> &'static Self {
        if code == "en" { &ENGLISH } else { &FRENCH }
    }

    pub(super) fn what(&self, what: What) -> &'static str {
        (self.what)(what)
    }
}

static FRENCH: Words = Words {
    title: "WhatsApp du bac à sable",
    none: "Aucune conversation. Lancez une campagne WhatsApp\u{202f}: ses messages arrivent ici.",
    person: "Personne",
    by: "Numéro de l’entreprise chez",
    last: "Dernier message",
    when: "Heure (UTC)",
    back: "Toutes les conversations",
    notice: "Vous êtes cette personne\u{202f}: écrivez, appuyez sur un bouton, bloquez. EB\u{a0}VISION reçoit tout comme en vrai.",
    write: "Votre message",
    send: "Envoyer",
    read: "Tout lire",
    block: "Bloquer ce numéro",
    stop: "Ne plus recevoir d’offres (menu de WhatsApp)",
    us: "Entreprise",
    you: "Personne",
    window: "La fenêtre de 24 heures est ouverte.",
    no_window: "La fenêtre de 24 heures est fermée\u{202f}: seuls les modèles approuvés arrivent.",
    what: what_fr,
};

static ENGLISH: Words = Words {
    title: "WhatsApp of the sandbox",
    none: "No conversation. Launch a WhatsApp campaign: its messages arrive here.",
    person: "Person",
    by: "The business's number at",
    last: "Last message",
    when: "Time (UTC)",
    back: "All conversations",
    notice: "You are this person: write, press a button, block. EB\u{a0}VISION gets everything as it would in reality.",
    write: "Your message",
    send: "Send",
    read: "Read everything",
    block: "Block this number",
    stop: "Stop offers (WhatsApp's own menu)",
    us: "Business",
    you: "Person",
    window: "The 24-hour window is open.",
    no_window: "The 24-hour window is closed: only approved templates arrive.",
    what: what_en,
};

fn what_fr(what: What) -> &'static str {
    match what {
        What::Accepted => "accepté",
        What::Held => "retenu",
        What::Sent => "envoyé",
        What::Delivered => "remis",
        What::Read => "lu",
        What::Failed => "échec",
        What::Replied => "réponse",
        What::Pressed => "bouton appuyé",
        What::Clicked => "lien suivi",
        What::Missed => "lien resté sans suite",
        What::OptedOut => "ne veut plus rien",
        What::Blocked => "numéro bloqué",
        What::Priced => "prix connu",
    }
}

fn what_en(what: What) -> &'static str {
    match what {
        What::Accepted => "accepted",
        What::Held => "held",
        What::Sent => "sent",
        What::Delivered => "delivered",
        What::Read => "read",
        What::Failed => "failed",
        What::Replied => "answered",
        What::Pressed => "button pressed",
        What::Clicked => "link followed",
        What::Missed => "link led nowhere",
        What::OptedOut => "wants no more",
        What::Blocked => "number blocked",
        What::Priced => "price known",
    }
}
