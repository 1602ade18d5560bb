//! Which kind of bounce, by SendGrid's type and classification, and what the recipient's side replied.

use domain::event::BounceKind;

use crate::{
    bounce::{by_words, status},
    payload::Payload,
};

/// The kind of a bounce.
///
/// `bounce` puts an address on SendGrid's own list, `blocked` does not. A status x.7.x (RFC 3463: security or policy) is about
/// the sender, and so are some classifications: such an address exists. What is technical passes.
pub(super) fn kind(payload: Payload<'_>) -> BounceKind {
    let reason = payload.text("reason").unwrap_or_default();
    let enhanced = payload.text("status").and_then(status).or_else(|| status(reason));
    let class = payload.text("bounce_classification").unwrap_or_default().to_lowercase();
    match (payload.text("type"), class.as_str(), enhanced) {
        (_, _, Some([_, 7, _])) => BounceKind::Policy,
        (_, "reputation" | "content", _) => BounceKind::Block,
        (_, class, _) if class.starts_with("frequency") => BounceKind::Block,
        (_, "technical", _) => BounceKind::Soft,
        (Some("bounce"), ..) => BounceKind::Hard,
        _ => by_words(reason),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn bounces_are_told_apart_by_type_classification_and_reply() {
        let cases = [
            ("bounce", "Invalid Address", "5.1.1", "550 5.1.1 no such user", BounceKind::Hard),
            ("bounce", "invalid address", "550", "550 no such user", BounceKind::Hard),
            ("bounce", "Mailbox Unavailable", "5.2.1", "550 disabled", BounceKind::Hard),
            ("bounce", "Unclassified", "", "", BounceKind::Hard),
            ("bounce", "", "", "", BounceKind::Hard),
            ("bounce", "Technical", "", "unable to get mx info", BounceKind::Soft),
            ("bounce", "Reputation", "5.4.1", "550 listed", BounceKind::Block),
            ("bounce", "Invalid Address", "5.7.26", "unauthenticated", BounceKind::Policy),
            ("bounce", "", "", "550 5.7.515 Access denied", BounceKind::Policy),
            ("blocked", "Content", "", "554 spam", BounceKind::Block),
            ("blocked", "Frequency/Volume", "4.2.1", "421 slow down", BounceKind::Block),
            ("blocked", "Frequency or Volume Too High", "", "", BounceKind::Block),
            ("blocked", "Mailbox Unavailable", "4.2.2", "452 4.2.2 mailbox full", BounceKind::Soft),
            ("blocked", "Invalid Address", "5.1.1", "550 5.1.1", BounceKind::Soft),
            ("blocked", "Unclassified", "", "554 message does not pass DMARC", BounceKind::Policy),
            ("blocked", "", "", "554 192.0.2.7 is on a blacklist", BounceKind::Block),
            ("", "", "", "", BounceKind::Soft),
        ];
        for (kind_word, class, status, reason, expected) in cases {
            let told = json!({"type": kind_word, "bounce_classification": class, "status": status, "reason": reason});
            assert_eq!(kind(Payload(told.as_object().unwrap())), expected, "{told}");
        }
    }
}
