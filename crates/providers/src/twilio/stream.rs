//! Event Streams: CloudEvents as JSON, several in an array. Those of templates are news; a sink of ours asks for no others.

use chrono::{DateTime, Utc};
use domain::whatsapp::{TemplateNews, TemplateRef, WhatsappNews};
use serde_json::Value;

use super::template::words::{category, quality, status};
use crate::{
    Hook, Told, Unreadable,
    payload::{Payload, short, without_nul},
};

/// A template's status, category or quality changed (twilio.com/docs/events/event-types/messaging/template-approval).
const TEMPLATE: &str = "com.twilio.messaging.template.approval.updated";

pub(super) fn read(hook: &Hook<'_>) -> Result<Told, Unreadable> {
    let body: Value =
        serde_json::from_slice(hook.body).map_err(|error| Unreadable::NotJson(error.to_string()))?;
    let events = match without_nul(body) {
        Value::Array(events) => events,
        event => vec![event],
    };
    let mut told = Told::default();
    for event in &events {
        match template_news(event, hook.received_at) {
            Ok(news) => told.news.push(WhatsappNews::Template(news)),
            Err(unknown) => told.unknown.push(unknown),
        }
    }
    Ok(told)
}

fn object(value: &Value) -> Option<Payload<'_>> {
    value.as_object().map(Payload)
}

/// What an event tells of a template, or in a few words why it tells nothing.
fn template_news(event: &Value, received_at: DateTime<Utc>) -> Result<TemplateNews, String> {
    let event = object(event).ok_or("something that is no object")?;
    let word = event.text("type").ok_or("an event without a type")?;
    let data =
        event.0.get("data").and_then(object).filter(|_| word == TEMPLATE).ok_or_else(|| short(word))?;
    let template = data.0.get("template").and_then(object).ok_or("news of no template")?;
    let (change, now) =
        (data.text("type").unwrap_or_default(), template.text("currentValue").unwrap_or_default());
    let is = |wanted: &str| (change == wanted).then_some(now);
    if !matches!(change, "status_update" | "category_update" | "quality_update") {
        return Err(short(&format!("{change} of a template")));
    }
    let at = data.text("dateUpdated").or_else(|| event.text("time"));
    Ok(TemplateNews {
        template: of(template),
        status: is("status_update").map(status),
        told: is("status_update").map(str::to_owned),
        quality: is("quality_update").map(quality),
        category: is("category_update").and_then(category),
        next_category: None,
        reason: None,
        detail: None,
        recommendation: None,
        at: at.and_then(|at| at.parse().ok()).unwrap_or(received_at),
    })
}

fn of(template: Payload<'_>) -> TemplateRef {
    let owned = |name: &str| template.text(name).map(str::to_owned);
    TemplateRef {
        provider_id: owned("sid"),
        name: owned("friendlyName").or_else(|| owned("externalTemplateName")),
        language: template.text("language").map(|language| language.replace('-', "_")),
    }
}
