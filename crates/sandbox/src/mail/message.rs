//! One message to one recipient.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    people::{Deed, Temper},
    services::Carrier,
};

/// An address with the name that goes with it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Mailbox {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    pub(crate) email: String,
}

/// What all messages of one request (or of one version of it) have in common, before parameters are filled in.
#[derive(Debug)]
pub(crate) struct Content {
    /// How the service puts a message's own values into a text.
    pub(crate) fill: fn(&str, &Value) -> String,
    pub(crate) reply_to: Option<Mailbox>,
    pub(crate) subject: String,
    pub(crate) html: String,
    pub(crate) text: Option<String>,
}

impl Content {
    /// Bytes it takes, near enough.
    pub(crate) fn weight(&self) -> usize {
        self.subject.len() + self.html.len() + self.text.as_ref().map_or(0, String::len)
    }
}

/// What the provider's reports say about a message.
#[derive(Debug)]
pub(crate) struct Envelope {
    pub(crate) carrier: Carrier,
    pub(crate) id: Arc<str>,
    pub(crate) from: Arc<Mailbox>,
    pub(crate) to: Mailbox,
    pub(crate) subject: String,
    pub(crate) tags: Arc<[String]>,
    /// What the sender gave along for the events, as it was given: `X-Mailin-custom`, or custom arguments.
    pub(crate) custom: Option<String>,
    /// Whether the provider may name this recipient in its opens and clicks.
    pub(crate) named: bool,
}

/// A message and what became of it.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub(crate) number: u64,
    pub(crate) at: DateTime<Utc>,
    pub(crate) envelope: Arc<Envelope>,
    /// Headers of the message as JSON: the request's, and its version's over them.
    pub(crate) headers: Box<str>,
    pub(crate) temper: Temper,
    /// The body's two halves, until memory runs short.
    pub(crate) body: Option<Body>,
    pub(crate) deeds: Vec<Deed>,
}

/// A template and what fills it.
#[derive(Debug, Clone)]
pub(crate) struct Body {
    pub(crate) content: Arc<Content>,
    /// Parameters as JSON text: a tenth of the size of parsed ones.
    pub(crate) params: Box<str>,
}

/// A message as its reader sees it.
#[derive(Debug)]
pub(crate) struct Rendered {
    pub(crate) html: String,
    pub(crate) text: Option<String>,
}

impl Message {
    /// The message as its reader sees it; none when the body was dropped.
    pub(crate) fn render(&self) -> Option<Rendered> {
        let body = self.body.as_ref()?;
        let params = serde_json::from_str(&body.params).unwrap_or(Value::Null);
        let fill = body.content.fill;
        Some(Rendered {
            html: fill(&body.content.html, &params),
            text: body.content.text.as_ref().map(|text| fill(text, &params)),
        })
    }

    /// All headers that the sender chose.
    pub(crate) fn headers(&self) -> Map<String, Value> {
        serde_json::from_str(&self.headers).unwrap_or_default()
    }

    /// One header, whatever case it was written in.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let headers = self.headers();
        let found = headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.and_then(|(_, value)| value.as_str().map(str::to_owned))
    }
}
