//! What is sent by e-mail: one message, many recipients.

use domain::{ids::CampaignId, provider::Sender};
use uuid::Uuid;

/// One e-mail to many people, in the dialect of the provider that it is for.
#[derive(Debug, Clone)]
pub struct EmailBatch {
    /// What the keys of the requests follow from. The same again after doubt; a new one after a definite no, because no
    /// provider says whether a refused request uses up its key.
    pub key: Uuid,
    /// The campaign; it comes back with events.
    pub campaign: CampaignId,
    /// What the provider files the messages under; it comes back with events.
    pub tag: String,
    /// From whom.
    pub sender: Sender,
    /// Where answers go; to the sender where none.
    pub reply_to: Option<String>,
    /// The subject, with the dialect's tags.
    pub subject: String,
    /// The HTML part, with the dialect's tags.
    pub html: String,
    /// The plain text part, with the dialect's tags; left out where empty.
    pub text: String,
    /// To whom: no address twice.
    pub recipients: Vec<EmailRecipient>,
}

/// One person of a batch.
#[derive(Debug, Clone)]
pub struct EmailRecipient {
    /// The delivery's number in the campaign, from 1; it comes back with events.
    pub number: u32,
    /// The address, in its normal form.
    pub address: String,
    /// The name shown beside it.
    pub name: Option<String>,
    /// What goes into each slot, in the order of the slots.
    pub values: Vec<String>,
    /// Where one click unsubscribes (RFC 8058): an https URL in ASCII.
    pub unsubscribe_url: String,
    /// Whether opens and clicks may be counted by person; none leaves it to the provider's account.
    pub tracking: Option<bool>,
}
