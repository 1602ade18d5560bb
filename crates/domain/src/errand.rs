//! Errands: tasks that run in the background and tell how they ended.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    ids::{CampaignId, ErrandId, MessageId, PersonId, TemplateId},
    provider::AccountId,
    text::words,
};

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ErrandTask {
    /// Make sure that the provider calls our webhook.
    EnsureWebhook {
        /// The account.
        account: AccountId,
    },
    /// Ask the provider how the account is.
    ProbeAccount {
        /// The account.
        account: AccountId,
    },
    /// Send a campaign, as it is saved, to a few colleagues; nothing in it is counted, no link of it does anything personal.
    TestSend {
        /// The campaign.
        campaign: CampaignId,
        /// The person whose message it is; none for an invented one.
        person: Option<PersonId>,
        /// Who gets it; empty where an errand is shown to somebody who may not see addresses.
        addresses: Vec<String>,
    },
    /// Hand a template of WhatsApp in.
    SubmitTemplate {
        /// The template.
        template: TemplateId,
    },
    /// Take a template of WhatsApp away at its provider.
    DeleteTemplate {
        /// The template.
        template: TemplateId,
    },
    /// Ask the provider for all templates of an account, and for its number.
    SyncTemplates {
        /// The account.
        account: AccountId,
    },
    /// Send what was written in a conversation.
    Answer {
        /// The message.
        message: MessageId,
    },
    /// Fetch the file that somebody sent with a message.
    FetchMedia {
        /// The message.
        message: MessageId,
    },
}

words! {
    /// Where an errand stands.
    ErrandState {
        /// Waits for its turn, or for its next try.
        Waiting = "waiting",
        /// Under way.
        Running = "running",
        /// Done.
        Done = "done",
        /// Given up.
        Failed = "failed",
    }
}

/// An errand, as the API shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Errand {
    /// Its id.
    pub id: ErrandId,
    /// What is to be done.
    pub task: ErrandTask,
    /// Where it stands.
    pub state: ErrandState,
    /// How it ended, or why its last try did not succeed: `{"code": …, "detail": …}`, with more for some tasks.
    pub result: Option<serde_json::Value>,
    /// Who asked for it.
    pub created_by: String,
    /// When it was asked for (UTC).
    pub created_at: DateTime<Utc>,
    /// When it ended (UTC).
    pub finished_at: Option<DateTime<Utc>>,
}

impl Errand {
    /// The errand for somebody who may not see addresses. A provider's own words, in the detail of the result, may repeat
    /// them: they are left out too.
    #[must_use]
    pub fn without_addresses(mut self) -> Self {
        if let ErrandTask::TestSend { addresses, .. } = &mut self.task {
            addresses.clear();
            if let Some(detail) = self.result.as_mut().and_then(|result| result.get_mut("detail")) {
                *detail = serde_json::Value::from("");
            }
        }
        self
    }
}
