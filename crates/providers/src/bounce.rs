//! What the reply of a recipient's side says of a bounce, whoever passes it on.

use domain::event::BounceKind;

/// What receivers say when they do not want us, in lower case.
const BLOCKS: &[&str] = &[
    "blocked",
    "blacklist",
    "blocklist",
    "block list",
    "spam",
    "spamhaus",
    "rbl",
    "banned",
    "access denied",
    "reputation",
    "refused to talk",
];

/// What receivers say when a rule about the sender is broken, in lower case.
const POLICIES: &[&str] = &["spf", "dkim", "dmarc", "policy", "unauthenticated", "authentication"];

/// The kind of a bounce that is not known to be hard, word by word.
pub(crate) fn by_words(reason: &str) -> BounceKind {
    let reason = reason.to_lowercase();
    let words: Vec<_> = reason.split(|c: char| !c.is_alphanumeric()).collect();
    let says = |list: &[&str]| {
        list.iter().any(|word| words.contains(word) || word.contains(' ') && reason.contains(word))
    };
    if says(POLICIES) {
        BounceKind::Policy
    } else if says(BLOCKS) {
        BounceKind::Block
    } else {
        BounceKind::Soft
    }
}

/// The enhanced status of a reply (RFC 3463): `550-5.7.26 …` has `[5, 7, 26]`. An IP address has a part too many.
pub(crate) fn status(reason: &str) -> Option<[u16; 3]> {
    reason.split(|c: char| !c.is_ascii_digit() && c != '.').find_map(|piece| {
        let parts: Vec<u16> =
            piece.trim_end_matches('.').split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
        <[u16; 3]>::try_from(parts).ok().filter(|[class, ..]| matches!(class, 2 | 4 | 5))
    })
}
