//! Registration of webhooks.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use url::Url;

use super::{
    Refusal,
    event::Kind,
    query::{Sort, parse},
};
use crate::{
    call::{Answer, Call},
    clock, loopback,
    sandbox::Sandbox,
};

/// Webhooks that an account may have.
const WEBHOOKS_MAX: usize = 40;
/// Words of `events` for transactional webhooks. Proxy opens and errors have none.
const WORDS: [&str; 13] = [
    "sent",
    "request",
    "delivered",
    "deferred",
    "softBounce",
    "hardBounce",
    "blocked",
    "invalid",
    "spam",
    "opened",
    "uniqueOpened",
    "click",
    "unsubscribed",
];

/// How the receiver knows us.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Auth {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) token: String,
}

/// A header that goes with each post.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Header {
    pub(crate) key: String,
    pub(crate) value: String,
}

/// What is given at creation, and in part at a change.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Given {
    url: Option<String>,
    description: Option<String>,
    events: Option<Vec<String>>,
    #[serde(rename = "type")]
    kind: Option<String>,
    batched: Option<bool>,
    auth: Option<Auth>,
    headers: Option<Vec<Header>>,
}

/// A registered webhook.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Webhook {
    pub(crate) id: i64,
    pub(crate) url: String,
    description: String,
    events: Vec<String>,
    #[serde(rename = "type")]
    kind: &'static str,
    pub(crate) batched: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) auth: Option<Auth>,
    pub(crate) headers: Vec<Header>,
    created_at: DateTime<Utc>,
    modified_at: DateTime<Utc>,
}

impl Webhook {
    /// Whether it asked for a kind of event.
    pub(crate) fn wants(&self, kind: Kind) -> bool {
        self.events.iter().any(|word| kind.asked_for_by().contains(&word.as_str()))
    }

    fn new(id: i64, url: String) -> Self {
        let now = clock::now();
        Self {
            id,
            url,
            description: String::new(),
            events: Vec::new(),
            kind: "transactional",
            batched: false,
            auth: None,
            headers: Vec::new(),
            created_at: now,
            modified_at: now,
        }
    }

    fn change(&mut self, given: Given) {
        self.url = given.url.unwrap_or_else(|| self.url.clone());
        self.description = given.description.unwrap_or_else(|| self.description.clone());
        self.events = given.events.unwrap_or_else(|| self.events.clone());
        self.batched = given.batched.unwrap_or(self.batched);
        self.auth = given.auth.or_else(|| self.auth.clone());
        self.headers = given.headers.unwrap_or_else(|| self.headers.clone());
        self.modified_at = clock::now();
    }
}

fn check(given: &Given) -> Result<(), Refusal> {
    if given.kind.as_ref().is_some_and(|kind| kind != "transactional") {
        return Err(Refusal::invalid("type: the sandbox imitates transactional webhooks only"));
    }
    if let Some(url) = &given.url {
        let here = Url::parse(url).is_ok_and(|url| loopback::is_loopback(&url));
        if !here {
            return Err(Refusal::invalid("url: the sandbox posts to this machine only, by http(s)"));
        }
    }
    let Some(events) = &given.events else { return Ok(()) };
    if events.is_empty() {
        return Err(Refusal::missing("events is empty"));
    }
    match events.iter().find(|word| !WORDS.contains(&word.as_str())) {
        Some(word) => Err(Refusal::invalid(format!("events: {word} is not valid"))),
        None => Ok(()),
    }
}

/// `POST /webhooks`.
pub(crate) fn create(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    let given: Given = call.body()?;
    check(&given)?;
    let Some(url) = given.url.clone() else { return Err(Refusal::missing("url is missing")) };
    if given.events.is_none() {
        return Err(Refusal::missing("events is missing"));
    }
    sandbox.brevo.with(|account| {
        if account.webhooks.len() >= WEBHOOKS_MAX {
            return Err(Refusal::bad(format!("an account has {WEBHOOKS_MAX} webhooks at most")));
        }
        let id = account.next_webhook_id();
        let mut webhook = Webhook::new(id, url);
        webhook.change(given);
        account.webhooks.insert(id, webhook);
        Ok(Answer::new(201, json!({"id": id})))
    })
}

#[derive(Debug, Deserialize)]
struct Query {
    #[serde(default)]
    sort: Sort,
}

/// `GET /webhooks`.
pub(crate) fn list(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    let query: Query = parse(&call.query)?;
    let mut webhooks: Vec<_> = sandbox.brevo.with(|account| account.webhooks.values().cloned().collect());
    if query.sort == Sort::Desc {
        webhooks.reverse();
    }
    Ok(Answer::new(200, json!({"webhooks": webhooks})))
}

/// `GET /webhooks/{webhookId}`.
pub(crate) fn get(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    let id = id(call)?;
    let webhook = sandbox.brevo.with(|account| account.webhooks.get(&id).cloned());
    webhook.map(|webhook| Answer::new(200, json!(webhook))).ok_or_else(unknown)
}

/// `PUT /webhooks/{webhookId}`.
pub(crate) fn update(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    let id = id(call)?;
    let given: Given = call.body()?;
    check(&given)?;
    sandbox.brevo.with(|account| {
        account.webhooks.get_mut(&id).ok_or_else(unknown)?.change(given);
        Ok(Answer::empty(204))
    })
}

/// `DELETE /webhooks/{webhookId}`.
pub(crate) fn delete(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    let id = id(call)?;
    let gone = sandbox.brevo.with(|account| account.webhooks.remove(&id));
    gone.map(|_| Answer::empty(204)).ok_or_else(unknown)
}

fn id(call: &Call) -> Result<i64, Refusal> {
    call.parameter.parse().map_err(|_| Refusal::invalid("webhookId is not a number"))
}

fn unknown() -> Refusal {
    Refusal::not_found("Webhook ID not found")
}
