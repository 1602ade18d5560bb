//! What is sent, whatever the channel, and the requests that carry it.

use std::ops::Range;

use uuid::Uuid;

use crate::{EmailBatch, Outcome, Scope, WhatsappBatch};

/// A message to many people, in the form that its channel has.
#[derive(Debug, Clone)]
pub enum Batch {
    /// By e-mail.
    Email(EmailBatch),
    /// By WhatsApp.
    Whatsapp(WhatsappBatch),
}

impl Batch {
    /// What the keys of its requests follow from.
    #[must_use]
    pub const fn key(&self) -> Uuid {
        match self {
            Self::Email(batch) => batch.key,
            Self::Whatsapp(batch) => batch.key,
        }
    }

    /// How many people it is for.
    #[must_use]
    pub const fn people(&self) -> usize {
        match self {
            Self::Email(batch) => batch.recipients.len(),
            Self::Whatsapp(batch) => batch.recipients.len(),
        }
    }

    /// The e-mail that it is; none where it is none.
    #[must_use]
    pub const fn email(&self) -> Option<&EmailBatch> {
        match self {
            Self::Email(batch) => Some(batch),
            Self::Whatsapp(_) => None,
        }
    }

    /// The WhatsApp message that it is; none where it is none.
    #[must_use]
    pub const fn whatsapp(&self) -> Option<&WhatsappBatch> {
        match self {
            Self::Whatsapp(batch) => Some(batch),
            Self::Email(_) => None,
        }
    }
}

impl From<EmailBatch> for Batch {
    fn from(batch: EmailBatch) -> Self {
        Self::Email(batch)
    }
}

impl From<WhatsappBatch> for Batch {
    fn from(batch: WhatsappBatch) -> Self {
        Self::Whatsapp(batch)
    }
}

/// How a batch of another channel ends: nothing was sent.
pub(crate) fn of_another_channel() -> Outcome {
    let detail = "the account serves another channel than the campaign".into();
    Outcome::Refused { code: "channel".into(), detail, scope: Scope::Campaign }
}

/// One call that carries some of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// What makes the provider recognise the call when it comes again. It follows from the batch and the members alone.
    pub key: Uuid,
    /// Which recipients of the batch, by index.
    pub members: Range<usize>,
}

impl Request {
    /// The call that carries these members of the batch of a key.
    #[must_use]
    pub fn of(batch: Uuid, members: Range<usize>) -> Self {
        let key = Uuid::new_v5(&batch, format!("{}..{}", members.start, members.end).as_bytes());
        Self { key, members }
    }

    /// The two calls that carry a half each, to find the one member that makes a provider refuse all; none for a single member.
    #[must_use]
    pub fn halves(&self, batch: Uuid) -> Option<[Self; 2]> {
        let Range { start, end } = self.members.clone();
        let middle = start + self.members.len() / 2;
        (self.members.len() > 1).then(|| [Self::of(batch, start..middle), Self::of(batch, middle..end)])
    }

    /// The calls that carry so many people, at most so many each.
    #[must_use]
    pub fn runs(batch: Uuid, people: usize, most: usize) -> Vec<Self> {
        let starts = (0..people).step_by(most.max(1));
        starts.map(|start| Self::of(batch, start..people.min(start + most.max(1)))).collect()
    }
}
