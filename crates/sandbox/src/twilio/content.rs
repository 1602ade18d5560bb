//! The Content API: contents, and their approval for WhatsApp.

use chrono::SecondsFormat;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Refusal, content_words, facts};
use crate::{
    call::{Answer, Call},
    clock,
    sandbox::Sandbox,
    whatsapp::{Handed, Line, Status, Template, hand_in, hand_in_again, remove},
};

const PAGE: usize = 50;

#[derive(Debug, Deserialize)]
struct Content {
    #[serde(default)]
    friendly_name: String,
    language: String,
    types: Value,
    #[serde(default)]
    variables: Value,
}

/// `POST /v1/Content`.
pub(super) fn create(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    let content: Content = call.body()?;
    let (kind, words) = content_words::words(&content.friendly_name, &content.language, &content.types)
        .map_err(|error| Refusal::of(20_001, error))?;
    let now = clock::now().to_rfc3339_opts(SecondsFormat::Secs, true);
    let own = json!({
        "friendly_name": content.friendly_name,
        "language": content.language,
        "types": content.types,
        "variables": if content.variables.is_null() { json!({}) } else { content.variables },
        "kind": kind,
        "date_created": now,
        "date_updated": now,
    });
    let handed = Handed { line: Line::Twilio, words, own, positional: true };
    let content = hand_in(sandbox, handed, Status::Unsubmitted);
    Ok(Answer::new(201, shown(&content)))
}

/// A content, without what is only ours.
fn shown(content: &Template) -> Value {
    let url = format!("https://content.twilio.com/v1/Content/{}", content.id);
    let mut shown = json!({
        "sid": content.id,
        "account_sid": facts::ACCOUNT_SID,
        "url": url,
        "links": {
            "approval_create": format!("{url}/ApprovalRequests/whatsapp"),
            "approval_fetch": format!("{url}/ApprovalRequests"),
        },
    });
    for member in ["friendly_name", "language", "types", "variables", "date_created", "date_updated"] {
        shown[member] = content.own[member].clone();
    }
    shown
}

#[derive(Debug, Deserialize)]
struct Request {
    name: String,
    category: String,
}

/// `POST /v1/Content/{ContentSid}/ApprovalRequests/whatsapp`.
pub(super) fn hand_in_for_approval(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    let request: Request = call.body()?;
    let content = find(sandbox, call)?;
    let spelt = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if request.name.is_empty() || !request.name.chars().all(spelt) {
        return Err(Refusal::of(20_001, "name: lower-case letters, digits and underscores"));
    }
    if !["MARKETING", "UTILITY"].contains(&request.category.as_str()) {
        return Err(Refusal::of(20_001, "category: the sandbox takes MARKETING and UTILITY"));
    }
    if !matches!(content.status, Status::Unsubmitted | Status::Rejected) {
        return Err(Refusal::of(20_001, "The content was handed in already"));
    }
    if sandbox.whatsapp.with(|world| world.is_reserved(Line::Twilio, &request.name)) {
        let text = "name: that of a template that was approved is reserved for 30 days after its deletion";
        return Err(Refusal::of(20_001, text));
    }
    hand_in_again(sandbox, content.serial, |template| {
        (template.words.name, template.words.category) = (request.name, request.category);
    });
    let content = find(sandbox, call)?;
    let mut approval = approval(&content);
    approval["status"] = json!("received");
    Ok(Answer::new(201, approval))
}

fn approval(content: &Template) -> Value {
    let rejection = content.rejection.as_ref();
    json!({
        "name": content.words.name,
        "category": content.words.category,
        "content_type": content.own["kind"],
        "status": content.status.word().to_lowercase(),
        "rejection_reason": rejection.map(|why| format!("{}: {}", why.reason, why.words)).unwrap_or_default(),
        "allow_category_change": true,
    })
}

/// `GET /v1/Content/{Sid}/ApprovalRequests`.
pub(super) fn approvals(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    let content = find(sandbox, call)?;
    let body = json!({
        "sid": content.id,
        "account_sid": facts::ACCOUNT_SID,
        "whatsapp": approval(&content),
        "url": format!("https://content.twilio.com/v1/Content/{}/ApprovalRequests", content.id),
    });
    Ok(Answer::new(200, body))
}

/// `GET /v1/Content/{Sid}`.
pub(super) fn get(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    find(sandbox, call).map(|content| Answer::new(200, shown(&content)))
}

/// `DELETE /v1/Content/{Sid}`.
pub(super) fn delete(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    match remove(sandbox, Line::Twilio, |content| content.id == call.parameter) {
        0 => Err(Refusal::not_found(&call.path)),
        _ => Ok(Answer::empty(204)),
    }
}

fn find(sandbox: &Sandbox, call: &Call) -> Result<Template, Refusal> {
    let found = sandbox
        .whatsapp
        .with(|world| world.templates(Line::Twilio).find(|content| content.id == call.parameter).cloned());
    found.ok_or_else(|| Refusal::not_found(&call.path))
}

/// `GET /v1/Content`.
pub(super) fn list(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    page(sandbox, call, shown)
}

/// `GET /v1/ContentAndApprovals`.
pub(super) fn list_with_approvals(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    page(sandbox, call, |content| {
        let mut both = shown(content);
        if let Some(members) = both.as_object_mut() {
            members.retain(|name, _| name != "url" && name != "links");
        }
        both["approval_requests"] = approval(content);
        both
    })
}

fn page(sandbox: &Sandbox, call: &Call, show: impl Fn(&Template) -> Value) -> Result<Answer, Refusal> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(&call.query).unwrap_or_default();
    let number =
        |name: &str| pairs.iter().find(|(own, _)| own == name).map(|(_, value)| value.parse::<usize>());
    let invalid = |_| Refusal::of(20_001, "PageSize and Page are numbers");
    let size = number("PageSize").unwrap_or(Ok(PAGE)).map_err(invalid)?.clamp(1, 1_000);
    let page = number("Page").unwrap_or(Ok(0)).map_err(invalid)?;
    let all: Vec<_> = sandbox.whatsapp.with(|world| world.templates(Line::Twilio).map(show).collect());
    let url = |page: usize| {
        format!("{}/twilio-content{}?PageSize={size}&Page={page}&PageToken=PT{page}", sandbox.url, call.path)
    };
    let more = all.len() > (page + 1).saturating_mul(size);
    let contents: Vec<_> = all.into_iter().skip(page.saturating_mul(size)).take(size).collect();
    let body = json!({
        "contents": contents,
        "meta": {
            "page": page,
            "page_size": size,
            "url": url(page),
            "first_page_url": url(0),
            "next_page_url": more.then(|| url(page + 1)),
            "previous_page_url": page.checked_sub(1).map(url),
            "key": "contents",
        },
    });
    Ok(Answer::new(200, body))
}
