//! A page of past events, as a receipt keeps it: read by the provider's own rules when it was asked for.

use chrono::{DateTime, Utc};
use domain::{event::Event, whatsapp::WhatsappNews};
use providers::{Telling, Told};
use serde::{Deserialize, Serialize};

/// The page.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Swept {
    events: Vec<(Event, Vec<String>)>,
    /// When the messages of the events were made, one after the other; nothing where nobody tells.
    #[serde(default)]
    made_at: Vec<Option<DateTime<Utc>>>,
    #[serde(default)]
    news: Vec<WhatsappNews>,
    unknown: Vec<String>,
}

impl Swept {
    /// Whether nothing is told.
    pub(crate) fn is_empty(&self) -> bool {
        self.events.is_empty() && self.news.is_empty() && self.unknown.is_empty()
    }
}

impl From<Told> for Swept {
    fn from(told: Told) -> Self {
        let each = told.tellings.into_iter().map(|Telling { event, tags, made_at }| ((event, tags), made_at));
        let (events, made_at) = each.unzip();
        Self { events, made_at, news: told.news, unknown: told.unknown }
    }
}

impl From<Swept> for Told {
    fn from(swept: Swept) -> Self {
        let made_at = swept.made_at.into_iter().chain(std::iter::repeat(None));
        let each = swept.events.into_iter().zip(made_at);
        let tellings = each.map(|((event, tags), made_at)| Telling { event, tags, made_at });
        Self { tellings: tellings.collect(), news: swept.news, unknown: swept.unknown }
    }
}
