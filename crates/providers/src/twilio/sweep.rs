//! Past events: `GET /Messages.json`. Webhooks are not surely repeated, so that what they did not bring is looked up here: how messages
//! of ours stand now, and what people wrote; what a message costs stands nowhere else. Our own numbers are not in it; the ids of
//! messages are.

use chrono::{DateTime, Utc};
use domain::{provider::AccountId, whatsapp::WhatsappNews};
use reqwest::Method;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{
    Twilio,
    answer::TWILIO,
    fate::{Fate, number_of},
    inbound::inbound,
    paging::query_of,
    price::charged,
    send::channel,
};
use crate::{
    Failure, Page, Telling, Told, Window, http,
    payload::{Payload, without_nul},
};

/// The most messages that a page holds.
const PAGE: u32 = 1_000;

#[derive(Deserialize)]
struct Listed {
    messages: Vec<Value>,
    next_page_uri: Option<String>,
}

impl Twilio {
    pub(super) async fn past(&self, window: &Window, page: u32) -> Result<Page, Failure> {
        let (mut at, mut query) = self.walk.nearest(window, page, || first(window));
        loop {
            let listed = self.list(&query).await?;
            let next = listed.next_page_uri.as_deref().and_then(query_of);
            match next {
                Some(next) if at < page => (at, query) = (at + 1, next),
                None if at < page => return Ok(Page { told: Told::default(), next: None }),
                next => {
                    let told = self.told(listed.messages, window.to);
                    let next = next.map(|query| self.walk.remember(window, page + 1, query));
                    return Ok(Page { told, next: next.map(|()| page + 1) });
                }
            }
        }
    }

    async fn list(&self, query: &str) -> Result<Listed, Failure> {
        let call = self.account(Method::GET, &format!("/Messages.json?{query}"));
        TWILIO.parsed(&TWILIO.success(http::call(call).await)?)
    }

    /// Messages of other numbers and channels of the account are nobody's business here.
    fn told(&self, messages: Vec<Value>, otherwise: DateTime<Utc>) -> Told {
        let (mut told, ours) = (Told::default(), channel(&self.phone));
        for message in messages.into_iter().map(without_nul) {
            let Some(message) = message.as_object().map(Payload) else { continue };
            let is = |member: &str| message.text(member) == Some(&ours);
            let at = at(message).unwrap_or(otherwise);
            match message.text("direction") {
                Some("inbound") if is("to") => {
                    told.news.extend(heard(message, self.base(), at).map(WhatsappNews::Inbound));
                }
                Some(direction) if direction.starts_with("outbound") && is("from") => {
                    match fate(&self.id, message, at) {
                        Ok(telling) => told.tellings.push(telling),
                        Err(unknown) => told.unknown.push(unknown),
                    }
                    match charged(message, at) {
                        Ok(price) => told.news.extend(price.map(WhatsappNews::Charged)),
                        Err(unknown) => told.unknown.push(unknown),
                    }
                }
                _ => {}
            }
        }
        told
    }
}

/// Twilio cuts by whole days, of its own clock's zone: GMT.
fn first(window: &Window) -> String {
    let (from, to) = (window.from.date_naive(), window.to.date_naive());
    format!("PageSize={PAGE}&DateSent%3E={from}&DateSent%3C={to}")
}

fn at(message: Payload<'_>) -> Option<DateTime<Utc>> {
    dated(message, &["date_updated", "date_sent", "date_created"])
}

/// The first of its dates that is one: Twilio tells them as e-mails do.
pub(super) fn dated(message: Payload<'_>, names: &[&str]) -> Option<DateTime<Utc>> {
    let dates = names.iter().filter_map(|name| message.text(name));
    dates.filter_map(|date| DateTime::parse_from_rfc2822(date).ok()).map(|date| date.to_utc()).next()
}

fn fate(account: &AccountId, message: Payload<'_>, at: DateTime<Utc>) -> Result<Telling, String> {
    let sid = message.text("sid").ok_or("a message without an id")?;
    let status = message.text("status").unwrap_or_default().to_lowercase();
    let fate = Fate {
        sid,
        status: &status,
        code: message.number("error_code"),
        words: message.text("error_message"),
        to: message.text("to").and_then(number_of),
    };
    let telling = fate.telling(account, None, at)?;
    Ok(Telling { made_at: dated(message, &["date_created"]), ..telling })
}

/// What somebody wrote, in the words of a webhook, of which the list has the most important ones.
fn heard(message: Payload<'_>, base: &str, at: DateTime<Utc>) -> Option<domain::whatsapp::Inbound> {
    let files = message.0.get("subresource_uris").and_then(|uris| uris.get("media")).and_then(Value::as_str);
    let members = [
        ("From", message.text("from").map(str::to_owned)),
        ("Body", message.text("body").map(str::to_owned)),
        ("NumMedia", message.number("num_media").map(|many| many.to_string())),
        ("MediaUrl0", message.number("num_media").and(files).map(|files| format!("{base}{files}"))),
    ];
    let form: Map<_, _> = members
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), Value::String(value?))))
        .collect();
    inbound(message.text("sid")?, Payload(&form), at)
}
