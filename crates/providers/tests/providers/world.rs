//! What the tests send, and to whom.

use chrono::{DateTime, Utc};
use domain::{ids::CampaignId, provider::Sender};
use providers::{
    ApprovedTemplate, Batch, Connection, EmailBatch, EmailRecipient, Form, Hook, Outcome, Place, Request,
    Told, Unreadable, WhatsappBatch, WhatsappRecipient,
};
use uuid::Uuid;

pub(crate) const CAMPAIGN: Uuid = Uuid::from_u128(0x0199_a0b1_7c00_7000_8000_0000_0000_002a);

pub(crate) fn sender() -> Sender {
    Sender { email: "news@example.org".into(), name: "Exemple SAS".into() }
}

/// A batch to so many people, each with one value, in the dialect of `tag`.
pub(crate) fn batch(people: u32, tag: &str) -> EmailBatch {
    EmailBatch {
        key: Uuid::from_u128(7),
        campaign: CampaignId(CAMPAIGN),
        tag: "campaign-42".into(),
        sender: sender(),
        reply_to: None,
        subject: "Bonjour".into(),
        html: format!("<p>Bonjour {tag}</p>"),
        text: format!("Bonjour {tag}"),
        recipients: (1..=people)
            .map(|number| recipient(number, vec![format!("Personne {number}")]))
            .collect(),
    }
}

pub(crate) fn recipient(number: u32, values: Vec<String>) -> EmailRecipient {
    EmailRecipient {
        number,
        address: format!("p{number}@example.com"),
        name: None,
        values,
        unsubscribe_url: format!("https://t.example.org/u/{number}"),
        tracking: None,
    }
}

/// A template for so many people, with one value for each.
pub(crate) fn whatsapp(people: u32) -> WhatsappBatch {
    WhatsappBatch {
        key: Uuid::from_u128(7),
        campaign: CampaignId(CAMPAIGN),
        template: ApprovedTemplate {
            name: "offre_hiver".into(),
            language: "fr".into(),
            provider_id: "1234567890".into(),
            positional: false,
            media: None,
            places: vec![Place::Body("prenom".into())],
        },
        recipients: (1..=people).map(filled).collect(),
    }
}

fn filled(number: u32) -> WhatsappRecipient {
    WhatsappRecipient {
        number,
        address: format!("+3361200{number:04}"),
        form: Form::Template(vec![format!("Personne {number}")]),
    }
}

/// What the tests say to an account, in few words.
pub(crate) trait Spoken {
    /// The requests of an e-mail.
    fn cut(&self, batch: &EmailBatch) -> Vec<Request>;
    /// Sends a request of an e-mail.
    async fn mail(&self, batch: &EmailBatch, request: &Request) -> Outcome;
    /// Whether a webhook without a query is believed.
    fn believes(&self, headers: &[(&str, &str)], body: &[u8], received_at: DateTime<Utc>) -> bool;
    /// What a webhook without a query tells.
    fn hears(&self, body: &[u8], received_at: DateTime<Utc>) -> Result<Told, Unreadable>;
}

impl Spoken for dyn Connection + '_ {
    fn cut(&self, batch: &EmailBatch) -> Vec<Request> {
        self.plan(&Batch::Email(batch.clone()))
    }

    async fn mail(&self, batch: &EmailBatch, request: &Request) -> Outcome {
        self.send(&Batch::Email(batch.clone()), request).await
    }

    fn believes(&self, headers: &[(&str, &str)], body: &[u8], received_at: DateTime<Utc>) -> bool {
        self.authentic(&Hook { headers, query: "", body, received_at })
    }

    fn hears(&self, body: &[u8], received_at: DateTime<Utc>) -> Result<Told, Unreadable> {
        self.read(&Hook { headers: &[], query: "", body, received_at })
    }
}
