//! What a delivery status says of a recipient (RFC 3464 §2.3), and which kind of bounce it is (RFC 3463).

use domain::event::{BounceKind, EventKind};

use super::{Said, fields::Fields};
use crate::smtp::reply::{Status, status};

/// What a group says; none where it is not about a recipient.
pub(super) fn said(fields: &Fields) -> Option<Result<Said, String>> {
    let action = fields.get("action")?.to_ascii_lowercase();
    let code = fields.get("status").and_then(status);
    let diagnostic = fields.get("diagnostic-code");
    let reason = diagnostic.or(fields.get("status")).map(str::to_owned);
    let said = |kind, bounce| Some(Ok(Said { kind, bounce, reason: reason.clone() }));
    match action.as_str() {
        "failed" => said(EventKind::Bounced, Some(kind(code, diagnostic.unwrap_or_default()))),
        "delayed" => said(EventKind::Deferred, None),
        // Handed over to a machine or a list that reports nothing further.
        "delivered" | "relayed" | "expanded" => said(EventKind::Delivered, None),
        _ => Some(Err(format!("a delivery status with the action {action:?}"))),
    }
}

/// The kind of a bounce. 5.1.x and 5.2.1 say that nobody is there, but for the two that speak of the sender's own address; x.7.x
/// is about us, and a mailbox that is full, a server away or a time that ran out will pass.
fn kind(status: Option<Status>, diagnostic: &str) -> BounceKind {
    match status.or_else(|| in_words(diagnostic)) {
        Some([_, 7, _] | [_, 1, 7 | 8]) => BounceKind::Policy,
        Some([5, 1, _] | [5, 2, 1]) => BounceKind::Hard,
        _ => BounceKind::Soft,
    }
}

/// The status within a diagnostic: `smtp; 550 5.1.1 unknown`.
fn in_words(diagnostic: &str) -> Option<Status> {
    diagnostic.split([' ', ';', '-', '#']).find_map(status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_tells_who_is_at_fault() {
        let cases = [
            (Some([5, 1, 1]), "", BounceKind::Hard),
            (Some([5, 2, 1]), "", BounceKind::Hard),
            (Some([5, 2, 2]), "", BounceKind::Soft),
            (Some([4, 4, 7]), "", BounceKind::Soft),
            (Some([5, 7, 26]), "", BounceKind::Policy),
            (Some([5, 1, 8]), "", BounceKind::Policy),
            (None, "smtp; 550-5.1.1 no such user", BounceKind::Hard),
            (None, "smtp; 550 no 192.0.2.7", BounceKind::Soft),
            (None, "", BounceKind::Soft),
        ];
        for (status, diagnostic, expected) in cases {
            assert_eq!(kind(status, diagnostic), expected, "{status:?} {diagnostic}");
        }
    }
}
