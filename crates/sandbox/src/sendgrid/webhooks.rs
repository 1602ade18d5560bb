//! Registration of webhooks: `/v3/user/webhooks/event/settings`.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value, json};
use url::Url;

use super::{Account, Refusal, event::Kind};
use crate::{
    call::{Answer, Call},
    clock, loopback,
    sandbox::Sandbox,
};

/// Webhooks that an account may have.
const WEBHOOKS_MAX: usize = 5;
/// Members of the settings that are on or off.
const SWITCHES: [&str; 13] = [
    "enabled",
    "processed",
    "delivered",
    "deferred",
    "bounce",
    "dropped",
    "open",
    "click",
    "spam_report",
    "unsubscribe",
    "group_unsubscribe",
    "group_resubscribe",
    "account_status_change",
];

/// A registered webhook.
#[derive(Debug, Clone)]
pub(crate) struct Webhook {
    id: String,
    /// As they are shown.
    settings: Map<String, Value>,
    signed: bool,
    made: DateTime<Utc>,
}

impl Webhook {
    /// Whether it asked for a kind of event.
    pub(super) fn wants(&self, kind: Kind) -> bool {
        let on = |name: &str| self.settings.get(name) == Some(&Value::Bool(true));
        on("enabled") && on(kind.asked_for_by())
    }

    pub(super) fn url(&self) -> &str {
        self.settings.get("url").and_then(Value::as_str).unwrap_or_default()
    }

    pub(super) const fn is_signed(&self) -> bool {
        self.signed
    }

    fn shown(&self) -> Value {
        let date = |at: DateTime<Utc>| json!(at.to_rfc3339_opts(SecondsFormat::Secs, true));
        let mut shown = self.settings.clone();
        shown.insert("id".to_owned(), json!(self.id));
        shown.insert("created_date".to_owned(), date(self.made));
        shown.insert("updated_date".to_owned(), date(clock::now()));
        Value::Object(shown)
    }
}

/// The members that were given, each looked at.
fn given(call: &Call) -> Result<Map<String, Value>, Refusal> {
    let given: Map<String, Value> = call.body()?;
    for (name, value) in &given {
        match name.as_str() {
            "url" => address(value)?,
            "friendly_name" if value.is_string() => {}
            switch if SWITCHES.contains(&switch) && value.is_boolean() => {}
            _ => return Err(Refusal::of(name, "is unknown, or of a wrong type")),
        }
    }
    Ok(given)
}

fn address(value: &Value) -> Result<(), Refusal> {
    let here =
        value.as_str().and_then(|text| Url::parse(text).ok()).is_some_and(|url| loopback::is_loopback(&url));
    if here { Ok(()) } else { Err(Refusal::of("url", "the sandbox posts to this machine only, by http(s)")) }
}

/// `POST /v3/user/webhooks/event/settings`.
pub(super) fn create(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    let given = given(call)?;
    let url = given.get("url").cloned().ok_or_else(|| Refusal::of("url", "is required"))?;
    sandbox.sendgrid.with(|account| {
        if account.webhooks.values().any(|hook| hook.settings.get("url") == Some(&url)) {
            return Err(Refusal::bad(format!(
                "Webhook at {url} already exists. Please provide a unique URL."
            )));
        }
        if account.webhooks.len() >= WEBHOOKS_MAX {
            return Err(Refusal::bad(
                "You have reached the maximum number of webhooks per your current billing plan.",
            ));
        }
        let (number, id) = account.next_webhook();
        let mut settings: Map<_, _> =
            SWITCHES.map(|name| (name.to_owned(), json!(false))).into_iter().collect();
        settings.extend(given);
        let webhook = Webhook { id, settings, signed: false, made: clock::now() };
        let shown = webhook.shown();
        account.webhooks.insert(number, webhook);
        Ok(Answer::new(201, shown))
    })
}

/// `GET /v3/user/webhooks/event/settings/all`. An account without any shows one without members.
pub(super) fn list(sandbox: &Sandbox, _: &Call) -> Result<Answer, Refusal> {
    let mut webhooks: Vec<_> =
        sandbox.sendgrid.with(|account| account.webhooks.values().map(Webhook::shown).collect());
    if webhooks.is_empty() {
        webhooks.push(json!({}));
    }
    Ok(Answer::new(200, json!({"max_allowed": WEBHOOKS_MAX, "webhooks": webhooks})))
}

/// `GET /v3/user/webhooks/event/settings/{id}`.
pub(super) fn get(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    with(sandbox, call, |webhook| Answer::new(200, webhook.shown()))
}

/// `PATCH /v3/user/webhooks/event/settings/{id}`.
pub(super) fn update(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    let given = given(call)?;
    with(sandbox, call, |webhook| {
        webhook.settings.extend(given);
        Answer::new(200, webhook.shown())
    })
}

/// `DELETE /v3/user/webhooks/event/settings/{id}`.
pub(super) fn delete(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    sandbox.sendgrid.with(|account| {
        let number = number(account, &call.parameter)?;
        account.webhooks.remove(&number);
        Ok(Answer::empty(204))
    })
}

/// `GET /v3/user/webhooks/event/settings/signed/{id}`.
pub(super) fn key(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    with(sandbox, call, |webhook| signed(sandbox, webhook))
}

/// `PATCH /v3/user/webhooks/event/settings/signed/{id}`.
pub(super) fn sign(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    let given: Map<String, Value> = call.body()?;
    let enabled = given.get("enabled").and_then(Value::as_bool);
    let enabled = enabled.ok_or_else(|| Refusal::of("enabled", "must be a boolean"))?;
    with(sandbox, call, |webhook| {
        webhook.signed = enabled;
        signed(sandbox, webhook)
    })
}

fn signed(sandbox: &Sandbox, webhook: &Webhook) -> Answer {
    let key = if webhook.signed { sandbox.signer.public_key() } else { String::new() };
    Answer::new(200, json!({"id": webhook.id, "public_key": key}))
}

fn with(
    sandbox: &Sandbox,
    call: &Call,
    work: impl FnOnce(&mut Webhook) -> Answer,
) -> Result<Answer, Refusal> {
    sandbox.sendgrid.with(|account| {
        let number = number(account, &call.parameter)?;
        account.webhooks.get_mut(&number).map(work).ok_or_else(unknown)
    })
}

fn number(account: &Account, id: &str) -> Result<i64, Refusal> {
    let found = account.webhooks.iter().find(|(_, webhook)| webhook.id == id);
    found.map(|(number, _)| *number).ok_or_else(unknown)
}

fn unknown() -> Refusal {
    Refusal::not_found("Invalid id provided.")
}
