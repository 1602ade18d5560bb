//! Which kind of bounce: Brevo knows hard and soft, and passes on what the recipient's side replied.

use domain::event::BounceKind;

use crate::bounce::{by_words, status};

/// The kind of a bounce, by Brevo's word for it and the reply.
///
/// A status x.7.x (RFC 3463: security or policy) is about the sender, even where Brevo calls the bounce hard: such an
/// address exists. Elsewhere hard stays hard, and soft is looked at word by word.
pub(super) fn kind(word: &str, reason: &str) -> BounceKind {
    match (word, status(reason)) {
        (_, Some([_, 7, _])) => BounceKind::Policy,
        ("hard_bounce" | "invalid_email", _) | ("bounce", Some([5, 1, _])) => BounceKind::Hard,
        _ => by_words(reason),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_are_told_apart() {
        let cases = [
            ("hard_bounce", "550-5.1.1 no such user", BounceKind::Hard),
            ("invalid_email", "", BounceKind::Hard),
            ("hard_bounce", "550 5.7.515 Access denied, sending domain does not pass", BounceKind::Policy),
            ("hard_bounce", "550-5.7.26 unauthenticated", BounceKind::Policy),
            ("soft_bounce", "421 4.7.0 try again later", BounceKind::Policy),
            ("soft_bounce", "undefined Unable to find MX of domain nomx.example.net", BounceKind::Soft),
            ("soft_bounce", "452 4.2.2 mailbox full", BounceKind::Soft),
            ("soft_bounce", "554 192.0.2.7 is on a blacklist", BounceKind::Block),
            ("soft_bounce", "mail server 5.7.1.9 away", BounceKind::Soft),
            ("soft_bounce", "550 message does not pass DMARC", BounceKind::Policy),
            ("soft_bounce", "garbling of marble", BounceKind::Soft),
            ("bounce", "550 5.1.1 unknown", BounceKind::Hard),
            ("bounce", "", BounceKind::Soft),
        ];
        for (word, reason, expected) in cases {
            assert_eq!(kind(word, reason), expected, "{word}: {reason}");
        }
    }
}
