//! What a reply means for the message and for the account, and what a lost connection means by where it was lost.

use super::{
    reply::{Reply, Status},
    wire::Lost,
};
use crate::{Failure, Outcome, Scope};

/// How far a message has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// `MAIL FROM`.
    Sender,
    /// `RCPT TO`.
    Recipient,
    /// `DATA`, before the content.
    Data,
    /// The final dot: from here on the server may have taken the message.
    Dot,
}

/// What ends a message's way.
#[derive(Debug)]
pub(super) enum Ended {
    /// The server said so.
    Said(Phase, Reply),
    /// The connection was lost before the server asked for the content: no message is at fault.
    LostBefore(Lost),
    /// The connection was lost before the final dot had left.
    LostWithin(Lost),
    /// The connection was lost with the final dot on its way: RFC 5321 §4.5.3.2.6 knows why nobody can tell.
    LostAfter(Lost),
}

impl Ended {
    /// Whether this speaks of the connection alone, if it has carried messages before: it rested for too long, or the server wants
    /// no more of them on one.
    pub(super) fn is_of_connection(&self) -> bool {
        match self {
            Self::Said(phase, reply) => *phase != Phase::Dot && reply.code == 421,
            Self::LostBefore(lost) => !lost.late,
            Self::LostWithin(_) | Self::LostAfter(_) => false,
        }
    }

    /// Whether the server was waited for in vain.
    pub(super) const fn is_late(&self) -> bool {
        match self {
            Self::Said(..) => false,
            Self::LostBefore(lost) | Self::LostWithin(lost) | Self::LostAfter(lost) => lost.late,
        }
    }

    /// How the send ended. No id is told: whatever comes back names its message by its return path.
    pub(super) fn outcome(self) -> Outcome {
        match self {
            Self::Said(Phase::Dot, reply) if reply.is_yes() => Outcome::Accepted { message_ids: vec![None] },
            Self::Said(Phase::Dot, reply) if reply.code < 400 => {
                Outcome::InDoubt { why: format!("after the final dot: {}", reply.words()) }
            }
            Self::Said(phase, reply) => no(phase, &reply),
            Self::LostBefore(Lost { why, .. }) => lost(why, Scope::Account),
            Self::LostWithin(Lost { why, late }) => {
                lost(why, if late { Scope::Account } else { Scope::Request })
            }
            Self::LostAfter(Lost { why, .. }) => {
                Outcome::InDoubt { why: format!("after the final dot: {why}") }
            }
        }
    }
}

fn lost(detail: String, scope: Scope) -> Outcome {
    Outcome::Retry { after: None, code: "connection_lost".into(), detail, scope }
}

fn no(phase: Phase, reply: &Reply) -> Outcome {
    let scope = scope(phase, reply);
    let (code, detail) = (reply.word(), reply.words());
    match reply.code {
        400..=499 => Outcome::Retry { after: None, code, detail, scope },
        _ => Outcome::Refused { code, detail, scope },
    }
}

fn scope(phase: Phase, reply: &Reply) -> Scope {
    if is_about_us(phase, reply) {
        return Scope::Account;
    }
    match (phase, reply.status()) {
        // A message has one recipient: what is said of the address after its content is said of nobody else's.
        (Phase::Recipient | Phase::Dot, Some(status)) if is_nobody(status) => Scope::Address,
        // What proves who sends (SPF, DKIM, DMARC, PTR, TLS) is missing, or too many complain: everybody's server would say so.
        (_, Some([5, 7, 20..=29 | 515])) => Scope::Campaign,
        _ => Scope::Request,
    }
}

/// Whether it was told that nobody is at the address (RFC 3463 §3.2 and §3.3, RFC 7505): no such mailbox or host, no
/// address at all, moved, no mail taken there, switched off. 5.1.0 is not believed: servers that judge the sender late say it of
/// the sender.
const fn is_nobody(status: Status) -> bool {
    matches!(status, [5, 1, 1 | 2 | 3 | 6 | 10] | [5, 2, 1])
}

/// Whether a no is about us, and every other message would get it as well: 421 closes the door, 454, 530 to 538, 5.7.8 and 5.7.9
/// speak of signing in (RFC 4954), 5.1.7 and 5.1.8 of our address, a blocklist of the host that has connected; and what is said to
/// `MAIL FROM` but a word about size. Any other 5.7.x is the policy of the recipient's side: many of them raise an alarm.
fn is_about_us(phase: Phase, reply: &Reply) -> bool {
    if is_about_size(reply.status(), reply.code) {
        return false;
    }
    let door = matches!(reply.code, 421 | 454 | 530..=538);
    let status = matches!(reply.status(), Some([5, 7, 8 | 9] | [_, 1, 7 | 8]));
    door || status || phase == Phase::Sender || is_about_our_host(reply)
}

/// Whether a blocklist is named that holds our own address, in the words of Postfix (`reject_rbl_client`): « Client host [192.0.2.1]
/// blocked using zen.example.org ». The host of somebody behind the server is not called the client.
fn is_about_our_host(reply: &Reply) -> bool {
    let words = reply.words().to_lowercase();
    words.contains("client host") && words.contains("blocked using")
}

const fn is_about_size(status: Option<Status>, code: u16) -> bool {
    matches!((status, code), (Some([_, 2, 3] | [_, 3, 4]), _) | (None, 552))
}

/// Where no connection can be opened nothing was sent, and nothing else can be.
pub(super) fn closed(failure: Failure) -> Outcome {
    match failure {
        Failure::Retry { after, code, detail } => {
            Outcome::Retry { after, code, detail, scope: Scope::Account }
        }
        Failure::Refused { code, detail } => Outcome::Refused { code, detail, scope: Scope::Account },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(phase: Phase, words: &str) -> Outcome {
        let reply = Reply::take(format!("{words}\r\n").as_bytes()).unwrap().unwrap().0;
        Ended::Said(phase, reply).outcome()
    }

    #[test]
    fn a_no_is_for_now_or_for_good_about_the_message_or_about_us() {
        use Phase::{Data, Dot, Recipient, Sender};
        use Scope::{Account, Address, Campaign, Request};
        let cases = [
            (Recipient, "550 5.1.1 unknown", false, Address, "smtp_5.1.1"),
            (Recipient, "550 5.1.2 no such host", false, Address, "smtp_5.1.2"),
            (Recipient, "553 5.1.3 bad syntax", false, Address, "smtp_5.1.3"),
            (Recipient, "551 5.1.6 moved", false, Address, "smtp_5.1.6"),
            (Recipient, "556 5.1.10 null MX", false, Address, "smtp_5.1.10"),
            (Recipient, "550 5.2.1 disabled", false, Address, "smtp_5.2.1"),
            (Recipient, "550 5.1.0 sender rejected", false, Request, "smtp_5.1.0"),
            (Recipient, "450 4.1.1 perhaps unknown", true, Request, "smtp_4.1.1"),
            (Dot, "550 5.1.1 unknown", false, Address, "smtp_5.1.1"),
            (Data, "550 5.1.1 unknown", false, Request, "smtp_5.1.1"),
            (Recipient, "550 unknown", false, Request, "smtp_550"),
            (Recipient, "552 5.2.2 full", false, Request, "smtp_5.2.2"),
            (Recipient, "450 4.7.1 greylisted", true, Request, "smtp_4.7.1"),
            (Recipient, "451 4.3.0 later", true, Request, "smtp_4.3.0"),
            (Recipient, "421 4.3.2 closing", true, Account, "smtp_4.3.2"),
            (Recipient, "554 5.7.1 not wanted here", false, Request, "smtp_5.7.1"),
            (
                Recipient,
                "554 5.7.1 Client host [192.0.2.1] blocked using zen.example.org",
                false,
                Account,
                "smtp_5.7.1",
            ),
            (Recipient, "554 5.7.1 blocked by the policy of this domain", false, Request, "smtp_5.7.1"),
            (Recipient, "550 5.7.26 not proven", false, Campaign, "smtp_5.7.26"),
            (Recipient, "550 5.7.515 access denied", false, Campaign, "smtp_5.7.515"),
            (Dot, "550 5.7.28 too many complain", false, Campaign, "smtp_5.7.28"),
            (Recipient, "535 5.7.8 sign in anew", false, Account, "smtp_5.7.8"),
            (Recipient, "550 5.7.9 sign in better", false, Account, "smtp_5.7.9"),
            (Recipient, "550 5.1.8 bad sender", false, Account, "smtp_5.1.8"),
            (Sender, "550 5.7.1 not for you", false, Account, "smtp_5.7.1"),
            (Dot, "550 5.7.1 not wanted", false, Request, "smtp_5.7.1"),
            (Dot, "550 5.7.26 not proven", false, Campaign, "smtp_5.7.26"),
            (Dot, "550 5.7.515 access denied", false, Campaign, "smtp_5.7.515"),
            (Dot, "554 content", false, Request, "smtp_554"),
            (Dot, "451 4.3.0 later", true, Request, "smtp_4.3.0"),
            (Data, "554 no", false, Request, "smtp_554"),
            (Sender, "550 5.1.8 bad sender", false, Account, "smtp_5.1.8"),
            (Sender, "553 not yours", false, Account, "smtp_553"),
            (Sender, "552 5.3.4 too large", false, Request, "smtp_5.3.4"),
            (Sender, "452 4.3.1 no room", true, Account, "smtp_4.3.1"),
            (Sender, "530 5.7.0 sign in first", false, Account, "smtp_5.7.0"),
        ];
        for (phase, words, again, expected, word) in cases {
            match said(phase, words) {
                Outcome::Retry { code, scope, .. } => {
                    assert_eq!((again, scope, &*code), (true, expected, word))
                }
                Outcome::Refused { code, scope, .. } => {
                    assert_eq!((again, scope, &*code), (false, expected, word))
                }
                other => panic!("{words}: {other:?}"),
            }
        }
    }

    #[test]
    fn nothing_but_a_plain_yes_to_the_dot_is_a_yes() {
        assert_eq!(said(Phase::Dot, "250 ok"), Outcome::Accepted { message_ids: vec![None] });
        assert!(matches!(said(Phase::Dot, "354 more"), Outcome::InDoubt { .. }));
    }
}
