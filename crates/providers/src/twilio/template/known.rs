//! Templates, as `GET /v1/ContentAndApprovals` tells them.

use std::collections::BTreeMap;

use domain::whatsapp::{
    HeaderMedia, TemplateContent, TemplateHeader, TemplateNews, TemplateRef, TemplateStatus,
};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{
    parts::{Parts, TYPES},
    words::{category, status},
};
use crate::{
    KnownTemplate,
    http::Answer,
    payload::{Payload, short, without_nul},
};

/// A page.
#[derive(Deserialize)]
pub(super) struct Listed {
    pub(super) contents: Vec<Value>,
    pub(super) meta: Meta,
}

/// Where the next one is.
#[derive(Deserialize)]
pub(super) struct Meta {
    pub(super) next_page_url: Option<String>,
}

/// A template; none where it is no object with an id. The address is where buttons of ours lead.
pub(super) fn known(item: &Value, answer: &Answer, public_base: &str) -> Option<KnownTemplate> {
    let item = without_nul(item.clone());
    let item = Payload(item.as_object()?);
    let provider_id = item.text("sid")?.to_owned();
    let nothing = Map::new();
    let approval = Payload(approval(item.0.get("approval_requests")).unwrap_or(&nothing));
    let name = approval.text("name").or_else(|| item.text("friendly_name")).map(str::to_owned);
    let language = item.text("language").map(|language| language.replace('-', "_"));
    let news = news(approval, answer, TemplateRef { provider_id: Some(provider_id), name, language });
    let content = content(item, approval, &news, public_base);
    Some(KnownTemplate { news, content })
}

/// The approval by WhatsApp: the member itself, as the specification has it, or one within it, as others have met it.
fn approval(told: Option<&Value>) -> Option<&Map<String, Value>> {
    match told? {
        Value::Array(list) => list.iter().find_map(Value::as_object),
        told => told.get("whatsapp").unwrap_or(told).as_object(),
    }
}

fn news(approval: Payload<'_>, answer: &Answer, template: TemplateRef) -> TemplateNews {
    let told = approval.text("status").unwrap_or("unsubmitted");
    let status = status(told);
    let detail = approval.text("rejection_reason").filter(|_| status != TemplateStatus::Approved);
    TemplateNews {
        template,
        status: Some(status),
        told: Some(told.to_owned()),
        quality: None,
        category: approval.text("category").and_then(category),
        next_category: None,
        reason: detail.and_then(reason),
        detail: detail.map(short),
        recommendation: None,
        // A page tells how things are when it is asked for; a template's own date is that of its making.
        at: answer.told_at(),
    }
}

/// Meta's word at the beginning of a reason: `INVALID_FORMAT. Facebook is not able to …`.
fn reason(detail: &str) -> Option<String> {
    let word = detail.split(|c: char| !(c.is_ascii_uppercase() || c == '_')).next()?;
    (word.len() > 1).then(|| word.to_owned())
}

/// What it says, where our words can: of a type that we know, its numbers from 1 in the order in which they are read.
fn content(
    item: Payload<'_>,
    approval: Payload<'_>,
    news: &TemplateNews,
    public_base: &str,
) -> Option<TemplateContent> {
    let types = item.0.get("types")?.as_object()?;
    let chosen = approval.text("content_type").filter(|chosen| types.contains_key(*chosen));
    let chosen = chosen.or_else(|| types.keys().map(String::as_str).find(|name| TYPES.contains(name)))?;
    let parts: Parts =
        serde_json::from_value(types.get(chosen).filter(|_| TYPES.contains(&chosen))?.clone()).ok()?;
    let mut examples: BTreeMap<String, String> = item
        .0
        .get("variables")
        .and_then(|told| serde_json::from_value(told.clone()).ok())
        .unwrap_or_default();
    let buttons = parts.actions.iter().map(|action| action.button(public_base)).collect::<Option<_>>()?;
    let numbers = numbers(&parts);
    if numbers.iter().zip(1..).any(|(number, place)| *number != place) {
        return None;
    }
    let code = parts.actions.iter().find_map(|action| examples.get(inner(action.code.as_deref()?)?)).cloned();
    examples.extend(code.map(|code| ("code".to_owned(), code)));
    Some(TemplateContent {
        name: news.template.name.clone()?,
        language: news.template.language.clone()?,
        category: news.category?,
        header: header(&parts, &examples)?,
        body: parts.body,
        footer: parts.footer,
        buttons,
        examples,
    })
}

/// Its numbers, as they are counted; none counts as 0.
fn numbers(parts: &Parts) -> Vec<usize> {
    let texts = [parts.header_text.as_deref().unwrap_or_default(), parts.body.as_str()];
    let buttons =
        parts.actions.iter().flat_map(|action| [action.url.as_deref(), action.code.as_deref()]).flatten();
    let files = parts.media.iter().flatten().map(String::as_str);
    let mut numbers = Vec::new();
    for text in texts.into_iter().chain(buttons).chain(files) {
        let start = numbers.len();
        for name in text.split("{{").skip(1).filter_map(|rest| rest.split_once("}}")) {
            let number = name.0.trim().parse().unwrap_or(0);
            if !numbers[start..].contains(&number) {
                numbers.push(number);
            }
        }
    }
    numbers
}

/// The header: none within where there is none, nothing at all where a campaign could not bring its own file.
fn header(parts: &Parts, examples: &BTreeMap<String, String>) -> Option<Option<TemplateHeader>> {
    if let Some(text) = &parts.header_text {
        return Some(Some(TemplateHeader::Text { text: text.clone() }));
    }
    let Some(file) = parts.media.iter().flatten().next() else { return Some(None) };
    let (host, rest) = file.split_once("{{")?;
    let example_url = format!("{host}{}", examples.get(rest.strip_suffix("}}")?.trim())?);
    Some(Some(TemplateHeader::Media { media: kind(&example_url)?, example_url }))
}

/// The name of a variable that is the whole of a text.
fn inner(text: &str) -> Option<&str> {
    Some(text.trim().strip_prefix("{{")?.strip_suffix("}}")?.trim())
}

/// Which kind of file, by the end of its name.
fn kind(url: &str) -> Option<HeaderMedia> {
    let name = url.split(['?', '#']).next()?.to_lowercase();
    Some(match name.rsplit_once('.')?.1 {
        "jpg" | "jpeg" | "png" => HeaderMedia::Image,
        "mp4" => HeaderMedia::Video,
        "pdf" => HeaderMedia::Document,
        _ => return None,
    })
}
