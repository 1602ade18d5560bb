//! Mailboxes that nobody in particular reads.

use address::Email;

/// What such mailboxes are called, before the sign.
const GENERIC: &[&str] = &[
    "accounting",
    "accueil",
    "achat",
    "achats",
    "admin",
    "administration",
    "agence",
    "billing",
    "bonjour",
    "bureau",
    "commercial",
    "comptabilite",
    "compta",
    "contact",
    "contacts",
    "courrier",
    "direction",
    "facturation",
    "finance",
    "hello",
    "help",
    "hr",
    "info",
    "information",
    "informations",
    "infos",
    "jobs",
    "mail",
    "marketing",
    "noreply",
    "office",
    "postmaster",
    "recrutement",
    "reception",
    "reservation",
    "reservations",
    "rh",
    "sales",
    "sav",
    "secretariat",
    "service",
    "serviceclient",
    "siege",
    "standard",
    "support",
    "vente",
    "ventes",
    "webmaster",
];

/// Whether the mailbox is one of those. What follows a sign of its own counts as well: `contact.paris`, `info+web`.
pub(super) fn is_generic(email: &Email) -> bool {
    let local = email.as_str().split('@').next().unwrap_or_default();
    let plain: String = local.chars().filter(|c| *c != '-' && *c != '_').collect();
    let first = local.split(['.', '-', '_', '+']).next().unwrap_or_default();
    GENERIC.contains(&first) || GENERIC.contains(&plain.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mailboxes_of_offices_are_told_from_those_of_people() {
        let is = |text: &str| is_generic(&Email::parse(text).unwrap());
        for generic in
            ["info@x.example", "Contact.Paris@x.example", "no-reply@x.example", "service-client@x.example"]
        {
            assert!(is(generic), "{generic}");
        }
        for person in ["awa.diop@x.example", "informatique.fall@x.example", "contacte@x.example"] {
            assert!(!is(person), "{person}");
        }
    }
}
