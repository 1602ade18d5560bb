//! The body of `POST /smtp/email`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::mail::Mailbox;

/// A sender: an address, or the number of one that the account knows.
#[derive(Debug, Deserialize)]
pub(crate) struct Sender {
    pub(crate) name: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) id: Option<i64>,
}

/// A recipient.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Recipient {
    pub(crate) email: String,
    pub(crate) name: Option<String>,
    /// Whether this recipient may be named in opens and clicks; nothing but a boolean is taken.
    #[serde(default, deserialize_with = "present")]
    pub(crate) contact_pixel_tracking_consent: Option<bool>,
}

/// A member that is there must be a boolean: null is none.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    bool::deserialize(deserializer).map(Some)
}

/// One version of the message, which overrides the rest of the request.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Version {
    pub(crate) to: Vec<Recipient>,
    #[serde(default)]
    pub(crate) cc: Vec<Recipient>,
    #[serde(default)]
    pub(crate) bcc: Vec<Recipient>,
    pub(crate) reply_to: Option<Mailbox>,
    pub(crate) subject: Option<String>,
    pub(crate) html_content: Option<String>,
    pub(crate) text_content: Option<String>,
    #[serde(default)]
    pub(crate) params: Map<String, Value>,
    /// Not in the specification, and accepted nevertheless.
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, String>,
}

impl Version {
    /// Everybody whom this version reaches.
    pub(crate) fn recipients(&self) -> impl Iterator<Item = &Recipient> {
        self.to.iter().chain(&self.cc).chain(&self.bcc)
    }
}

/// The whole request.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Letter {
    pub(crate) sender: Option<Sender>,
    pub(crate) to: Option<Vec<Recipient>>,
    #[serde(default)]
    pub(crate) cc: Vec<Recipient>,
    #[serde(default)]
    pub(crate) bcc: Vec<Recipient>,
    pub(crate) reply_to: Option<Mailbox>,
    pub(crate) subject: Option<String>,
    pub(crate) html_content: Option<String>,
    pub(crate) text_content: Option<String>,
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) params: Map<String, Value>,
    pub(crate) message_versions: Option<Vec<Version>>,
    #[serde(default)]
    pub(crate) tags: Vec<String>,
    pub(crate) template_id: Option<i64>,
    pub(crate) scheduled_at: Option<String>,
    pub(crate) attachment: Option<Vec<Value>>,
}

impl Letter {
    /// The key that makes a repeat harmless.
    pub(crate) fn idempotency_key(&self) -> Option<&str> {
        self.headers.get("idempotencyKey").map(String::as_str)
    }

    /// Whether the caller only tries: nothing is sent, nothing is reported.
    pub(crate) fn is_a_trial(&self) -> bool {
        let drops =
            |(name, value): (&String, &String)| name.eq_ignore_ascii_case("X-Sib-Sandbox") && value == "drop";
        self.headers.iter().any(drops)
    }

    /// The versions; a single message is one version of itself.
    pub(crate) fn take_versions(&mut self) -> Vec<Version> {
        self.message_versions.take().unwrap_or_else(|| {
            vec![Version {
                to: self.to.take().unwrap_or_default(),
                cc: std::mem::take(&mut self.cc),
                bcc: std::mem::take(&mut self.bcc),
                reply_to: None,
                subject: None,
                html_content: None,
                text_content: None,
                params: std::mem::take(&mut self.params),
                headers: BTreeMap::new(),
            }]
        })
    }
}
