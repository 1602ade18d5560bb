//! How a switch of the page of preferences stands, and what a form says about it.

use domain::consent::{ConsentEntry, Decision, Purpose};

/// What a form says about one switch.
#[derive(Debug)]
pub(super) enum Turned {
    /// It stands as the form has it.
    No,
    /// The page no longer shows how it stands, and the form does not withdraw: nobody decided what it says.
    Stale,
    /// It was turned.
    To(Decision),
}

/// A switch is held against what the reader saw, which the form brings back. A page may have been open for weeks, and a browser
/// may send an old form again: neither undoes a withdrawal, while turning off always withdraws.
pub(super) fn turned(purpose: Purpose, entries: &[ConsentEntry], body: &[u8]) -> Turned {
    let newest = newest(entries, purpose);
    let Some(shown) = shown(purpose, entries, body) else { return Turned::Stale };
    let wanted = says(body, purpose.as_str(), "on");
    if wanted == is_on(purpose, newest) {
        return Turned::No;
    }
    match wanted {
        false if is_on(purpose, shown) => Turned::To(Decision::Withdrawn),
        true if shown.map(|entry| entry.id) == newest.map(|entry| entry.id) => Turned::To(Decision::Granted),
        _ => Turned::Stale,
    }
}

/// The decision that the page showed, by its id: `Some(None)` where it showed that none was recorded, none where the form does
/// not tell.
fn shown<'e>(purpose: Purpose, entries: &'e [ConsentEntry], body: &[u8]) -> Option<Option<&'e ConsentEntry>> {
    let name = shown_name(purpose);
    let (_, id) = form_urlencoded::parse(body).find(|(key, _)| *key == name)?;
    if id.is_empty() {
        return Some(None);
    }
    entries.iter().find(|entry| entry.purpose == purpose && entry.id.to_string() == id).map(Some)
}

/// The name of the field that holds what the page showed.
pub(super) fn shown_name(purpose: Purpose) -> String {
    format!("{purpose}_shown")
}

/// The decision that counts: the one expressed last.
pub(super) fn newest(entries: &[ConsentEntry], purpose: Purpose) -> Option<&ConsentEntry> {
    let of_purpose = entries.iter().filter(|entry| entry.purpose == purpose);
    of_purpose.max_by_key(|entry| (entry.occurred_at, entry.recorded_at, entry.id))
}

/// Whoever got a message is written to while nothing is recorded; tracked is only who grants it.
pub(super) fn is_on(purpose: Purpose, newest: Option<&ConsentEntry>) -> bool {
    newest.map_or(purpose == Purpose::Marketing, |entry| entry.decision == Decision::Granted)
}

/// Whether a form holds a field with this value.
pub(super) fn says(body: &[u8], name: &str, value: &str) -> bool {
    form_urlencoded::parse(body).any(|(key, said)| key == name && said == value)
}
