//! E-mail addresses under domains that nobody can ever own.

use crate::{dice::Dice, geography::Country, words::slug};

/// A company's domain, after its name and country.
pub(crate) fn domain(dice: &mut Dice, company: &str, country: &Country) -> String {
    let name = slug(company, "-");
    match dice.below(10) {
        0..=4 => format!("{name}.example"),
        5 | 6 => format!("{name}.{}.example", country.iso.to_lowercase()),
        7 => format!("{name}.example.com"),
        8 => format!("{name}.example.org"),
        _ => format!("{name}.test"),
    }
}

/// A person's mailbox: at the company, else at a provider of mailboxes.
pub(crate) fn of_person(dice: &mut Dice, first: &str, last: &str, domain: &str) -> String {
    let (first, last) = (slug(first, "-"), slug(last, ""));
    match dice.below(8) {
        0..=3 => format!("{first}.{last}@{domain}"),
        4 => format!("{}{last}@{domain}", &first[..1]),
        5 => format!("{last}.{first}@{domain}"),
        6 => format!("{first}@{domain}"),
        _ => format!("{first}.{last}{}@boite.example.net", dice.below(99)),
    }
}

/// A mailbox that nobody in particular reads.
pub(crate) fn of_role(dice: &mut Dice, domain: &str) -> String {
    format!("{}@{domain}", dice.pick(&["contact", "info", "direction", "commercial", "accueil", "compta"]))
}

/// The same address as somebody else typed it.
pub(crate) fn other_spelling(dice: &mut Dice, email: &str) -> String {
    match dice.below(3) {
        0 => email.to_uppercase(),
        1 => format!(" {email} "),
        _ => email.split('@').map(capital).collect::<Vec<_>>().join("@"),
    }
}

fn capital(part: &str) -> String {
    let mut letters = part.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// What tables hold instead of an address. Not one of these parses.
pub(crate) fn broken(dice: &mut Dice, email: &str) -> String {
    match dice.below(5) {
        0 => email.replace('@', "(at)"),
        1 => email.replace('@', " @ "),
        2 => email.split('@').next().map(|local| format!("{local}@")).unwrap_or_default(),
        3 => email.replace('@', "@."),
        _ => "néant".into(),
    }
}
