//! The number itself: the Senders API (twilio.com/docs/whatsapp/api/senders, specification `messaging_v2`).

use domain::whatsapp::{SenderNews, Tier};
use reqwest::Method;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use url::Url;

use super::{Twilio, answer::TWILIO, paging::query_of, send::channel, template::words::quality};
use crate::{Failure, Registered, http};

const FIRST: &str = "Channel=whatsapp&PageSize=100";
/// What is told of a number that Twilio does not list.
const UNKNOWN: &str = "sender_unknown";

#[derive(Deserialize)]
struct Listed {
    senders: Vec<Sender>,
    meta: Meta,
}

#[derive(Deserialize)]
struct Meta {
    next_page_url: Option<String>,
}

#[derive(Deserialize)]
struct Sender {
    sid: String,
    sender_id: Option<String>,
    status: Option<String>,
    webhook: Option<Map<String, Value>>,
    properties: Option<Properties>,
}

#[derive(Deserialize)]
struct Properties {
    quality_rating: Option<String>,
    messaging_limit: Option<String>,
}

impl Twilio {
    /// How the number is. How many messages a second it may send is told nowhere but in the settings; of a number that is not listed, as
    /// that of Twilio's own sandbox, nothing else is known.
    pub(super) async fn number_news(&self) -> Result<SenderNews, Failure> {
        let known = SenderNews { per_second: Some(self.per_second), ..SenderNews::default() };
        let Some(sender) = self.listed().await? else {
            return Ok(SenderNews { event: Some(UNKNOWN.into()), ..known });
        };
        let (rating, limit) =
            sender.properties.map_or((None, None), |known| (known.quality_rating, known.messaging_limit));
        Ok(SenderNews {
            quality: rating.as_deref().map(quality),
            daily_limit: limit.as_deref().and_then(tier),
            event: sender.status,
            ..known
        })
    }

    /// Has what people write to the number brought to our webhook. A number that does so already is left alone: each change takes it
    /// out of service for a moment.
    pub(super) async fn register(&self, url: &Url) -> Result<Registered, Failure> {
        let sender = self.number().await?;
        let mut webhook = sender.webhook.unwrap_or_default();
        let before = webhook.get("callback_url").and_then(Value::as_str).filter(|url| !url.is_empty());
        let registered = if before.is_some() { Registered::Updated } else { Registered::Created };
        if before == Some(url.as_str()) {
            return Ok(registered);
        }
        webhook.insert("callback_url".into(), url.as_str().into());
        webhook.insert("callback_method".into(), "POST".into());
        let call =
            self.messaging(Method::POST, &format!("/{}", sender.sid)).json(&json!({"webhook": webhook}));
        TWILIO.success(http::call(call).await)?;
        Ok(registered)
    }

    async fn number(&self) -> Result<Sender, Failure> {
        self.listed().await?.ok_or_else(|| self.unknown())
    }

    /// The number among those of the account.
    async fn listed(&self) -> Result<Option<Sender>, Failure> {
        let (mut query, ours) = (FIRST.to_owned(), channel(&self.phone));
        loop {
            let call = self.messaging(Method::GET, &format!("?{query}"));
            let listed: Listed = TWILIO.parsed(&TWILIO.success(http::call(call).await)?)?;
            let found = listed.senders.into_iter().find(|sender| sender.sender_id.as_deref() == Some(&ours));
            match (found, listed.meta.next_page_url.as_deref().and_then(query_of)) {
                (None, Some(next)) if next != query => query = next,
                (found, _) => return Ok(found),
            }
        }
    }

    fn unknown(&self) -> Failure {
        let detail = format!(
            "Twilio knows no WhatsApp sender {}: register it in Twilio's console, and set {} there as the address of its incoming messages",
            self.phone, self.hook
        );
        Failure::Refused { code: UNKNOWN.into(), detail }
    }
}

/// `10K Customers/24hr`.
fn tier(told: &str) -> Option<Option<u32>> {
    Tier::read(told.split_whitespace().next()?).map(|Tier(limit)| limit)
}
