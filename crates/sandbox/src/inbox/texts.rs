//! The inbox's words, in French and English.

use crate::people::{What, Who};

/// All words of one language.
#[derive(Debug)]
pub(crate) struct Texts {
    pub(crate) code: &'static str,
    pub(crate) other: (&'static str, &'static str),
    pub(crate) title: &'static str,
    pub(crate) notice: &'static str,
    pub(crate) search: &'static str,
    pub(crate) find: &'static str,
    pub(crate) none: &'static str,
    pub(crate) to: &'static str,
    pub(crate) subject: &'static str,
    pub(crate) state: &'static str,
    pub(crate) received: &'static str,
    pub(crate) newer: &'static str,
    pub(crate) older: &'static str,
    pub(crate) back: &'static str,
    pub(crate) from: &'static str,
    pub(crate) reply_to: &'static str,
    pub(crate) tags: &'static str,
    pub(crate) headers: &'static str,
    pub(crate) text_part: &'static str,
    pub(crate) story: &'static str,
    pub(crate) unsubscribe: &'static str,
    pub(crate) body: &'static str,
    pub(crate) counts: &'static str,
    pub(crate) without_body: &'static str,
    pub(crate) dropped: &'static str,
    pub(crate) missing: &'static str,
    what: fn(What) -> &'static str,
    who: fn(Who) -> &'static str,
}

impl Texts {
    /// The texts of a language; French unless English is asked for.
    pub(crate) fn of(language: Option<&str>) -> &'static Self {
        if language == Some("en") { &ENGLISH } else { &FRENCH }
    }

    pub(crate) fn what(&self, what: What) -> &'static str {
        (self.what)(what)
    }

    pub(crate) fn who(&self, who: Who) -> &'static str {
        (self.who)(who)
    }
}

static FRENCH: Texts = Texts {
    code: "fr",
    other: ("en", "English"),
    title: "Boîte de réception du bac à sable",
    notice: "Ceci est le bac à sable\u{202f}: les destinataires sont joués par un programme et rien ne quitte cette machine. Vos propres clics, eux, comptent dans EB\u{a0}VISION.",
    search: "Adresse ou objet",
    find: "Chercher",
    none: "Aucun message. Lancez une campagne\u{202f}: ses messages arrivent ici.",
    to: "Destinataire",
    subject: "Objet",
    state: "Dernier fait",
    received: "Reçu (UTC)",
    newer: "Plus récents",
    older: "Plus anciens",
    back: "Tous les messages",
    from: "De",
    reply_to: "Répondre à",
    tags: "Étiquettes",
    headers: "En-têtes",
    text_part: "Partie texte",
    story: "Ce qui s’est passé",
    unsubscribe: "Se désabonner en un clic",
    body: "Le message tel que son lecteur le voit",
    counts: "messages",
    without_body: "sans corps (mémoire pleine)",
    dropped: "Le corps de ce message a été abandonné\u{202f}: la mémoire réservée aux corps est pleine, les plus anciens partent d’abord.",
    missing: "Ce message n’existe pas, ou le registre a été remis à zéro.",
    what: what_fr,
    who: who_fr,
};

static ENGLISH: Texts = Texts {
    code: "en",
    other: ("fr", "Français"),
    title: "Inbox of the sandbox",
    notice: "This is the sandbox: recipients are played by a program and nothing leaves this machine. Your own clicks do count in EB\u{a0}VISION.",
    search: "Address or subject",
    find: "Search",
    none: "No message. Launch a campaign: its messages arrive here.",
    to: "Recipient",
    subject: "Subject",
    state: "Last fact",
    received: "Received (UTC)",
    newer: "Newer",
    older: "Older",
    back: "All messages",
    from: "From",
    reply_to: "Reply to",
    tags: "Tags",
    headers: "Headers",
    text_part: "Text part",
    story: "What happened",
    unsubscribe: "Unsubscribe in one click",
    body: "The message as its reader sees it",
    counts: "messages",
    without_body: "without a body (memory is full)",
    dropped: "This message's body was dropped: the memory for bodies is full, and the oldest go first.",
    missing: "There is no such message, or the ledger was reset.",
    what: what_en,
    who: who_en,
};

fn what_fr(what: What) -> &'static str {
    match what {
        What::Accepted => "accepté par le fournisseur",
        What::Delivered => "remis",
        What::Deferred => "différé",
        What::SoftBounced => "rejet temporaire",
        What::HardBounced => "rejet définitif",
        What::Invalid => "adresse invalide",
        What::Blocked => "bloqué par le fournisseur",
        What::Opened => "images chargées",
        What::Clicked => "lien suivi",
        What::Visited => "page vue",
        What::Failed => "échec d’une requête",
        What::LeftAlone => "adresse d’une autre machine, laissée de côté",
        What::Complained => "plainte",
        What::Unsubscribed => "désabonné en un clic",
        What::UnsubscribedAtProvider => "désabonné par le lien du fournisseur",
    }
}

fn what_en(what: What) -> &'static str {
    match what {
        What::Accepted => "accepted by the provider",
        What::Delivered => "delivered",
        What::Deferred => "deferred",
        What::SoftBounced => "soft bounce",
        What::HardBounced => "hard bounce",
        What::Invalid => "invalid address",
        What::Blocked => "blocked by the provider",
        What::Opened => "images loaded",
        What::Clicked => "link followed",
        What::Visited => "page seen",
        What::Failed => "a request failed",
        What::LeftAlone => "address of another machine, left alone",
        What::Complained => "complaint",
        What::Unsubscribed => "unsubscribed in one click",
        What::UnsubscribedAtProvider => "unsubscribed by the provider's link",
    }
}

fn who_fr(who: Who) -> &'static str {
    match who {
        Who::Person => "une personne",
        Who::AppleProxy => "relais d’Apple",
        Who::GoogleProxy => "relais de Google",
        Who::Scanner => "analyseur (GET)",
        Who::HeadScanner => "analyseur (HEAD)",
        Who::Visitor => "vous",
    }
}

fn who_en(who: Who) -> &'static str {
    match who {
        Who::Person => "a person",
        Who::AppleProxy => "Apple's proxy",
        Who::GoogleProxy => "Google's proxy",
        Who::Scanner => "scanner (GET)",
        Who::HeadScanner => "scanner (HEAD)",
        Who::Visitor => "you",
    }
}
