//! The body of `POST /v3/mail/send`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::mail::Mailbox;

/// One personalization: an envelope of its own.
#[derive(Debug, Deserialize)]
pub(super) struct Personalization {
    #[serde(default)]
    pub(super) to: Vec<Mailbox>,
    #[serde(default)]
    pub(super) cc: Vec<Mailbox>,
    #[serde(default)]
    pub(super) bcc: Vec<Mailbox>,
    pub(super) subject: Option<String>,
    #[serde(default)]
    pub(super) headers: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) substitutions: BTreeMap<String, String>,
    /// Of any type, so that one that is no text can be refused by name.
    #[serde(default)]
    pub(super) custom_args: BTreeMap<String, Value>,
    pub(super) send_at: Option<Value>,
    pub(super) dynamic_template_data: Option<Value>,
}

impl Personalization {
    /// Everybody whom it reaches.
    pub(super) fn recipients(&self) -> impl Iterator<Item = &Mailbox> {
        self.to.iter().chain(&self.cc).chain(&self.bcc)
    }
}

/// One part of the message.
#[derive(Debug, Deserialize)]
pub(super) struct Part {
    pub(super) r#type: String,
    pub(super) value: String,
}

/// Something that is on or off.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Switch {
    pub(super) enable: Option<bool>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Tracking {
    pub(super) click_tracking: Switch,
    pub(super) open_tracking: Switch,
}

impl Tracking {
    /// Whether opens or clicks are followed; the account's own settings follow them unless a request says no.
    pub(super) fn any(&self) -> bool {
        [&self.open_tracking, &self.click_tracking].iter().any(|switch| switch.enable != Some(false))
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct MailSettings {
    pub(super) sandbox_mode: Switch,
}

/// The whole request.
#[derive(Debug, Deserialize)]
pub(super) struct Letter {
    #[serde(default)]
    pub(super) personalizations: Vec<Personalization>,
    pub(super) from: Option<Mailbox>,
    pub(super) reply_to: Option<Mailbox>,
    pub(super) reply_to_list: Option<Vec<Mailbox>>,
    pub(super) subject: Option<String>,
    #[serde(default)]
    pub(super) content: Vec<Part>,
    #[serde(default)]
    pub(super) headers: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) categories: Vec<String>,
    pub(super) template_id: Option<Value>,
    pub(super) attachments: Option<Value>,
    pub(super) send_at: Option<Value>,
    pub(super) batch_id: Option<Value>,
    pub(super) asm: Option<Value>,
    pub(super) custom_args: Option<Value>,
    #[serde(default)]
    pub(super) tracking_settings: Tracking,
    #[serde(default)]
    pub(super) mail_settings: MailSettings,
}

impl Letter {
    /// Whether the caller only tries: nothing is sent, nothing is reported.
    pub(super) fn is_a_trial(&self) -> bool {
        self.mail_settings.sandbox_mode.enable == Some(true)
    }

    /// The text of a kind.
    pub(super) fn part(&self, kind: &str) -> Option<&str> {
        self.content.iter().find(|part| part.r#type == kind).map(|part| part.value.as_str())
    }
}
