//! `POST /{phone number}/messages`.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::{Refusal, facts, fit::fit, request};
use crate::{
    call::{Answer, Call},
    clock,
    sandbox::Sandbox,
    whatsapp::{Arrival, Line, Shown, Status, Template, arrive},
};

const TEXT_MAX: usize = 4_096;
const CORRELATION_MAX: usize = 512;
/// What a number without a country gets before it: that of the business (Meta, "Send messages").
const OWN_COUNTRY: &str = "33";

/// An id in the form of the real ones, which no other run gives.
pub(crate) fn message_id(now: DateTime<Utc>, number: u64) -> String {
    format!("wamid.HBgL{:012X}{number:010X}AA==", now.timestamp_millis())
}

/// Accepts a message. Whether it arrives is told by webhooks.
pub(super) fn send(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    let request: request::Request = call.body()?;
    check(&request)?;
    let bar = sandbox.meta.with(|account| account.bar);
    if let Some(refusal) = bar.and_then(|bar| bar.refuses(request.template.is_some())) {
        return Err(refusal);
    }
    let (person, by_user_id) = recipient(sandbox, &request)?;
    let (template, shown) = content(sandbox, &request)?;
    let now = clock::now();
    if person.trim_start_matches('+') == facts::PHONE {
        return Err(Refusal::of(131_021, "Recipient cannot be sender"));
    }
    let id = sandbox.whatsapp.with(|world| {
        world.meet(facts::user_id(sandbox.chance, &person), &person);
        let allowed = !sandbox.settings.limits || world.borrow(Line::Meta, &person, now);
        allowed.then(|| message_id(now, world.next())).ok_or_else(Refusal::pair)
    })?;
    let arrival = Arrival {
        line: Line::Meta,
        id: id.clone(),
        person: person.clone(),
        correlation: request.biz_opaque_callback_data,
        callback: None,
        template,
        shown,
    };
    let (_, held) = arrive(sandbox, arrival);
    let status = if held { "held_for_quality_assessment" } else { "accepted" };
    let contact = match by_user_id {
        Some(user_id) => json!({"input": user_id, "user_id": user_id}),
        None => json!({"input": request.to, "wa_id": person.trim_start_matches('+')}),
    };
    let body = json!({
        "messaging_product": "whatsapp",
        "contacts": [contact],
        "messages": [{"id": id, "message_status": status}],
    });
    Ok(Answer { accepted: 1, ..Answer::new(200, body) })
}

fn check(request: &request::Request) -> Result<(), Refusal> {
    if request.messaging_product != "whatsapp" {
        return Err(Refusal::invalid("The parameter messaging_product must be whatsapp"));
    }
    if request.recipient_type.as_deref().is_some_and(|kind| kind != "individual") {
        return Err(Refusal::invalid("recipient_type: the sandbox knows individual only"));
    }
    let correlation = request.biz_opaque_callback_data.as_deref().unwrap_or_default();
    if correlation.chars().count() > CORRELATION_MAX {
        return Err(Refusal::invalid("biz_opaque_callback_data: at most 512 characters"));
    }
    if request.context.as_ref().is_some_and(|context| context.message_id.is_empty()) {
        return Err(Refusal::invalid("context.message_id is empty"));
    }
    Ok(())
}

/// The number with its `+`, and the user id where it was given by one.
fn recipient(sandbox: &Sandbox, request: &request::Request) -> Result<(String, Option<String>), Refusal> {
    if let Some(to) = request.to.as_deref().filter(|to| !to.is_empty()) {
        let digits: String = to.chars().filter(|c| !matches!(c, '+' | ' ' | '-' | '(' | ')')).collect();
        if !digits.chars().all(|c| c.is_ascii_digit()) || !(7..=15).contains(&digits.len()) {
            return Err(Refusal::of(131_009, "Parameter value is not valid").because("to: no phone number"));
        }
        let country = if to.trim_start().starts_with('+') { "" } else { OWN_COUNTRY };
        return Ok((format!("+{country}{digits}"), None));
    }
    let Some(user_id) = request.recipient.clone().filter(|id| !id.is_empty()) else {
        return Err(Refusal::invalid("The parameter to is required"));
    };
    let person = sandbox.whatsapp.with(|world| world.person_of(&user_id));
    let unknown =
        || Refusal::of(131_026, "Message undeliverable").because("recipient: nobody has this user id");
    Ok((person.ok_or_else(unknown)?, Some(user_id)))
}

fn content(sandbox: &Sandbox, request: &request::Request) -> Result<(Option<Template>, Shown), Refusal> {
    match request.r#type.as_deref().unwrap_or("text") {
        "text" => text(request).map(|shown| (None, shown)),
        "template" => {
            let asked = request.template.as_ref();
            let asked = asked.ok_or_else(|| missing("template"))?;
            let template = approved(sandbox, asked)?;
            let shown = fit(&template, &asked.components)?;
            Ok((Some(template), shown))
        }
        other => Err(Refusal::of(131_051, "Unsupported message type")
            .because(format!("the sandbox takes text and template, not {other}"))),
    }
}

fn text(request: &request::Request) -> Result<Shown, Refusal> {
    let body = request.text.as_ref().map(|text| text.body.as_str()).unwrap_or_default();
    match body.chars().count() {
        0 => Err(missing("text.body")),
        length if length > TEXT_MAX => {
            Err(Refusal::invalid("Param text['body'] must be at most 4096 characters long."))
        }
        _ => Ok(Shown::text(body)),
    }
}

fn missing(what: &str) -> Refusal {
    Refusal::of(131_008, "Required parameter is missing").because(format!("{what} is missing"))
}

fn approved(sandbox: &Sandbox, asked: &request::Template) -> Result<Template, Refusal> {
    if asked.language.policy.as_deref().is_some_and(|policy| policy != "deterministic") {
        return Err(Refusal::invalid("template.language.policy must be deterministic"));
    }
    let found = sandbox.whatsapp.with(|world| {
        let of_it = |template: &&Template| {
            template.words.name == asked.name && template.words.language == asked.language.code
        };
        world.templates(Line::Meta).find(of_it).cloned()
    });
    let template = found.filter(|found| !matches!(found.status, Status::Pending | Status::Rejected));
    let template = template.ok_or_else(|| {
        let details = format!("template name ({}) does not exist in {}", asked.name, asked.language.code);
        Refusal::of(132_001, "Template name does not exist in the translation")
            .because(details)
            .with_status(404)
    })?;
    match template.status {
        Status::Paused => Err(Refusal::of(132_015, "Template is paused")),
        Status::Disabled | Status::Archived => Err(Refusal::of(132_016, "Template is disabled")),
        _ => Ok(template),
    }
}
