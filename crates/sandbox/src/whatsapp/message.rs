//! What the business wrote to people, and what they wrote back.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Deed, File, Line, Shown, What, temper::Temper};

/// A message of ours, as it was accepted.
#[derive(Debug)]
pub(crate) struct Letter {
    pub(crate) number: u64,
    pub(crate) line: Line,
    /// `wamid.…` or `SM…`.
    pub(crate) id: String,
    /// The number, with its `+`.
    pub(crate) person: String,
    pub(crate) at: DateTime<Utc>,
    /// What the sender wants to have back with events.
    pub(crate) correlation: Option<String>,
    /// Where Twilio calls for this message.
    pub(crate) callback: Option<String>,
    /// The category of its template, in capitals; none for free text.
    pub(crate) category: Option<String>,
    /// The name of its template.
    pub(crate) template: Option<String>,
    pub(crate) shown: Shown,
    /// Whether the person had written within the last 24 hours.
    pub(crate) in_window: bool,
    pub(super) temper: Temper,
}

impl Letter {
    /// The campaign: what stands between the colons of `c:…:7`.
    pub(crate) fn tag(&self) -> Option<&str> {
        let (tag, _) = self.correlation.as_deref()?.strip_prefix("c:")?.rsplit_once(':')?;
        Some(tag)
    }

    /// What it is billed as once it is delivered, and how: templates are, utility ones outside of a window only (Meta, "Pricing").
    pub(crate) fn class(&self) -> (String, &'static str) {
        let category = self.category.as_deref().unwrap_or("SERVICE").to_lowercase();
        let free = self.in_window && category != "marketing";
        (category, if free { "free_customer_service" } else { "regular" })
    }
}

/// A message of ours and what became of it.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub(crate) letter: Arc<Letter>,
    pub(crate) deeds: Vec<Deed>,
}

impl Message {
    pub(crate) fn did(&self, what: What) -> bool {
        self.deeds.iter().any(|deed| deed.what == what)
    }

    /// Whether it has come to an end of which nothing more follows.
    pub(crate) fn has_failed(&self) -> bool {
        self.did(What::Failed)
    }
}

/// What somebody said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Said {
    Text { text: String },
    Button { payload: String, text: String },
    File(File),
}

impl Said {
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Text { text } | Self::Button { text, .. } => text,
            Self::File(file) => &file.caption,
        }
    }
}

/// A message of a person to us.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Heard {
    pub(crate) id: String,
    pub(crate) line: Line,
    #[serde(rename = "from")]
    pub(crate) person: String,
    pub(crate) at: DateTime<Utc>,
    pub(crate) said: Said,
    /// The message of ours that it answers, where the person pointed at one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) answers: Option<String>,
    /// Whether the service tells a user id only, and no number.
    pub(crate) hidden: bool,
}
