//! The messages of a call: commands and content, one person after the other.

use domain::ids::CampaignId;

use super::{Smtp, bounces::Bounces, dkim::Signer, mime::Mould, session::Envelope};
use crate::{EmailBatch, EmailRecipient, Outcome, Scope};

/// The messages.
#[derive(Debug)]
pub(super) struct Letters<'a> {
    batch: &'a EmailBatch,
    mould: Mould<'a>,
    bounces: Option<&'a Bounces>,
    signer: Option<&'a Signer>,
}

impl Smtp {
    pub(super) fn letters<'a>(&'a self, batch: &'a EmailBatch) -> Letters<'a> {
        let mould = Mould::of(batch, (self.clock)());
        Letters { batch, mould, bounces: self.bounces.as_ref(), signer: self.signer.as_ref() }
    }
}

impl Letters<'_> {
    /// Writes the commands of a message.
    pub(super) fn address(&self, member: usize, envelope: &mut Envelope) {
        let recipient = &self.batch.recipients[member];
        match self.return_path(recipient) {
            Some(path) => envelope.write(&path, &recipient.address),
            None => envelope.write(&self.batch.sender.email, &recipient.address),
        }
    }

    /// Writes the content of a message as it goes over the wire: signed, dots doubled, with the final one.
    pub(super) fn content(&self, member: usize, out: &mut Vec<u8>) {
        let recipient = &self.batch.recipients[member];
        let mut message = Vec::with_capacity(self.mould.size());
        self.mould.write(
            recipient,
            &self.message_id(member),
            self.return_path(recipient).as_deref(),
            &mut message,
        );
        if let Some(signer) = self.signer {
            signer.sign(&message, out);
        }
        stuff(&message, out);
        out.extend_from_slice(b".\r\n");
    }

    /// What the message of a member is known by, without brackets: the same whenever it is sent, so that a receiver knows it again.
    fn message_id(&self, member: usize) -> String {
        let EmailBatch { campaign: CampaignId(campaign), sender, recipients, .. } = self.batch;
        let domain = sender.email.rsplit_once('@').map_or("", |(_, domain)| domain);
        format!("{campaign}.{}@{domain}", recipients[member].number)
    }

    fn return_path(&self, recipient: &EmailRecipient) -> Option<String> {
        self.bounces.map(|bounces| bounces.return_path(self.batch.campaign, recipient.number))
    }
}

/// Whether an address can stand in a command as it is. Those beyond ASCII want SMTPUTF8 (RFC 6531) on the whole way, which nobody
/// can promise.
pub(super) fn takes(address: &str) -> bool {
    address.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>'))
        && address.contains('@')
}

/// What becomes of a message to another address.
pub(super) fn not_taken() -> Outcome {
    let detail = "only addresses in ASCII can be reached by SMTP".into();
    Outcome::Refused { code: "address_not_ascii".into(), detail, scope: Scope::Request }
}

/// A message with each dot doubled that begins a line (RFC 5321 §4.5.2). Its lines end with CR LF, the last one too.
pub(super) fn stuff(message: &[u8], out: &mut Vec<u8>) {
    if message.starts_with(b".") {
        out.push(b'.');
    }
    let mut start = 0;
    for at in memchr::memmem::find_iter(message, b"\n.") {
        out.extend_from_slice(&message[start..at + 2]);
        out.push(b'.');
        start = at + 2;
    }
    out.extend_from_slice(&message[start..]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What a server makes of it (RFC 5321 §4.5.2).
    fn unstuffed(bytes: &[u8]) -> Vec<u8> {
        let lines = bytes.split_inclusive(|byte| *byte == b'\n');
        lines.flat_map(|line| line.strip_prefix(b".").unwrap_or(line)).copied().collect()
    }

    proptest! {
        #[test]
        fn a_message_arrives_as_it_was_and_ends_nowhere_but_at_its_end(lines in prop::collection::vec("[.a]{0,3}", 0..6)) {
            let message: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
            let mut stuffed = Vec::new();
            stuff(message.as_bytes(), &mut stuffed);
            prop_assert!(!stuffed.split_inclusive(|byte| *byte == b'\n').any(|line| line == b".\r\n"));
            prop_assert_eq!(unstuffed(&stuffed), message.as_bytes());
        }
    }

    #[test]
    fn only_what_can_stand_in_a_command_is_taken() {
        for address in ["a@b.example", "o'hara+x@b.example"] {
            assert!(takes(address), "{address}");
        }
        for address in ["é@b.example", "a b@c.example", "a@b>\r\nRCPT TO:<x@y", "nobody", ""] {
            assert!(!takes(address), "{address}");
        }
    }
}
