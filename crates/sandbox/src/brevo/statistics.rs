//! `GET /smtp/statistics/events`: what a reconciler asks when webhooks were lost.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    Refusal,
    event::Event,
    query::{Period, Sort, page_limit, parse},
};
use crate::{
    call::{Answer, Call},
    clock,
    sandbox::Sandbox,
};

/// Words of the filter `event`.
const WORDS: [&str; 14] = [
    "bounces",
    "hardBounces",
    "softBounces",
    "delivered",
    "spam",
    "requests",
    "opened",
    "clicks",
    "invalid",
    "deferred",
    "blocked",
    "unsubscribed",
    "error",
    "loadedByProxy",
];
/// Days that a report covers when no period is asked for.
const DAYS: i64 = 30;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Query {
    limit: Option<usize>,
    #[serde(default)]
    offset: usize,
    start_date: Option<String>,
    end_date: Option<String>,
    days: Option<i64>,
    email: Option<String>,
    event: Option<String>,
    tags: Option<String>,
    message_id: Option<String>,
    #[serde(default)]
    sort: Sort,
}

/// Events in the reporting API's own words, newest first unless asked otherwise.
pub(crate) fn events(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    let query: Query = parse(&call.query)?;
    let limit = page_limit(query.limit, 2_500, 5_000)?;
    let filter = Filter::of(&query)?;
    let rows: Vec<_> = sandbox.brevo.with(|account| {
        let fits = |event: &&Arc<Event>| filter.fits(event);
        let cut = |rows: &mut dyn Iterator<Item = &Arc<Event>>| {
            rows.skip(query.offset).take(limit).map(|event| row(event)).collect()
        };
        match query.sort {
            Sort::Asc => cut(&mut account.events.iter().filter(fits)),
            Sort::Desc => cut(&mut account.events.iter().rev().filter(fits)),
        }
    });
    Ok(Answer::new(200, json!({"events": rows})))
}

struct Filter {
    period: Period,
    email: Option<String>,
    event: Option<String>,
    tags: Vec<String>,
    /// Without brackets: both spellings are in use.
    message_id: Option<String>,
}

impl Filter {
    fn of(query: &Query) -> Result<Self, Refusal> {
        let dated = query.start_date.is_some() || query.end_date.is_some();
        let period = match query.days {
            Some(_) if dated => return Err(Refusal::invalid("days does not go with startDate and endDate")),
            Some(days) => Period::last(days, clock::now())?,
            None if dated => Period::between(query.start_date.as_deref(), query.end_date.as_deref())?,
            None => Period::last(DAYS, clock::now())?,
        };
        if let Some(word) = query.event.as_deref().filter(|word| !WORDS.contains(word)) {
            return Err(Refusal::invalid(format!("event {word} is not valid")));
        }
        Ok(Self {
            period,
            email: query.email.as_ref().map(|email| email.to_lowercase()),
            event: query.event.clone(),
            tags: query.tags.as_deref().map(tags).unwrap_or_default(),
            message_id: query.message_id.as_deref().map(|id| bare(id).to_owned()),
        })
    }

    fn fits(&self, event: &Event) -> bool {
        let envelope = &event.envelope;
        self.period.holds(event.at)
            && self.email.as_ref().is_none_or(|email| *email == envelope.to.email.to_lowercase())
            && self.event.as_deref().is_none_or(|word| is_called(event, word))
            && (self.tags.is_empty() || self.tags.iter().any(|tag| envelope.tags.contains(tag)))
            && self.message_id.as_deref().is_none_or(|id| id == bare(&envelope.id))
    }
}

fn is_called(event: &Event, word: &str) -> bool {
    let own = event.kind.reporting();
    own == word || (word == "bounces" && own.ends_with("Bounces"))
}

fn bare(id: &str) -> &str {
    id.trim_start_matches('<').trim_end_matches('>')
}

/// A serialised array, or one tag as it is.
fn tags(text: &str) -> Vec<String> {
    serde_json::from_str(text).unwrap_or_else(|_| vec![text.to_owned()])
}

fn row(event: &Event) -> Value {
    let envelope = &event.envelope;
    let mut row = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            row.insert(name.to_owned(), value);
        }
    };
    put("date", Some(json!(event.at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string())));
    put("email", Some(json!(envelope.to.email)));
    put("event", Some(json!(event.kind.reporting())));
    put("messageId", Some(json!(&*envelope.id)));
    put("subject", Some(json!(envelope.subject)));
    put("from", Some(json!(envelope.from.email)));
    put("tag", envelope.tags.first().map(|tag| json!(tag)));
    put("reason", event.reason.map(|reason| json!(reason)));
    put("link", event.link.as_deref().map(|link| json!(link)));
    put("ip", event.agent.map(|_| json!("127.0.0.1")));
    Value::Object(row)
}
