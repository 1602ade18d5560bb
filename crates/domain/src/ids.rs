//! Identifiers. Ours are UUIDs (version 7 when we mint them; the suite's older rows got version 4 from the
//! database), wrapped so that a template's id can never be passed for a campaign's.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

id! {
    /// A campaign: `prospecting_campaigns.marketing_id`.
    CampaignId
}
id! {
    /// A template: `prospecting_templates.marketing_id`.
    TemplateId
}
id! {
    /// A person: `marketing_people.id`, made from the address, so that a rebuilt directory gives the same one.
    PersonId
}
id! {
    /// An entry of the consent ledger: `marketing_consent_entries.id`.
    ConsentEntryId
}
id! {
    /// A task that runs in the background: `marketing_errands.id`.
    ErrandId
}
id! {
    /// A conversation by WhatsApp: `marketing_conversations.id`.
    ConversationId
}
id! {
    /// A message of a conversation: `marketing_messages.id`.
    MessageId
}
