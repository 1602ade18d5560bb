//! A page of past events, as a receipt keeps it: read by the provider's own rules when it was asked for.

use domain::{event::Event, whatsapp::WhatsappNews};
use providers::{Telling, Told};
use serde::{Deserialize, Serialize};

/// The page.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Swept {
    events: Vec<(Event, Vec<String>)>,
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
        let events = told.tellings.into_iter().map(|Telling { event, tags }| (event, tags));
        Self { events: events.collect(), news: told.news, unknown: told.unknown }
    }
}

impl From<Swept> for Told {
    fn from(swept: Swept) -> Self {
        let tellings = swept.events.into_iter().map(|(event, tags)| Telling { event, tags });
        Self { tellings: tellings.collect(), news: swept.news, unknown: swept.unknown }
    }
}
