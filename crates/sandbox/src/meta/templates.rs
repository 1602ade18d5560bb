//! Templates: `/{account}/message_templates` and `/{template}`.

use std::collections::HashMap;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    Refusal,
    outline::{self, Outline, Part},
};
use crate::{
    call::{Answer, Call},
    sandbox::Sandbox,
    whatsapp::{Handed, Line, Status, Template, hand_in, hand_in_again, remove},
};

/// What is told of a template when nothing is asked for.
const FIELDS: &str = "name,parameter_format,components,language,status,category,id";
const PAGE: usize = 25;

/// `POST /{account}/message_templates`.
pub(super) fn create(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    let outline: Outline = call.body()?;
    let words = outline.words()?;
    sandbox.whatsapp.with(|world| {
        let twin = |own: &Template| own.words.name == words.name && own.words.language == words.language;
        if world.templates(Line::Meta).any(twin) {
            let text = format!("There is already {} content for this template.", words.language);
            return Err(Refusal::of_template(2_388_024, "Content in this language already exists", text));
        }
        if world.is_reserved(Line::Meta, &words.name) {
            let text = "The name of a template that was approved is reserved for 30 days after its deletion.";
            return Err(Refusal::of_template(2_388_023, "Message template name is being deleted", text));
        }
        Ok(())
    })?;
    let own = call.json.as_ref().map(|json| json["components"].clone()).unwrap_or_default();
    let positional = outline::is_positional(outline.parameter_format.as_deref());
    let handed = Handed { line: Line::Meta, words, own, positional };
    let template = hand_in(sandbox, handed, Status::Pending);
    let body = json!({"id": template.id, "status": "PENDING", "category": template.words.category});
    Ok(Answer::new(200, body))
}

/// What an edit may change.
#[derive(Debug, Deserialize)]
struct Edit {
    category: Option<String>,
    components: Option<Vec<Part>>,
    parameter_format: Option<String>,
}

/// `POST /{template}`: its components are replaced as a whole.
pub(super) fn edit(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    let edit: Edit = call.body()?;
    let template = find(sandbox, call)?;
    if !matches!(template.status, Status::Approved | Status::Rejected | Status::Paused) {
        let text = "Only approved, rejected and paused templates can be edited.";
        return Err(Refusal::of_template(2_388_025, "Template can't be edited", text));
    }
    let mut words = template.words.clone();
    if let Some(category) = edit.category.filter(|category| *category != words.category) {
        if template.status == Status::Approved {
            let text = "The category of an approved template cannot be changed.";
            return Err(Refusal::of_template(2_388_025, "Template can't be edited", text));
        }
        words.category = category.to_uppercase();
    }
    let format = edit.parameter_format.as_deref();
    let positional = format.map_or(template.positional, |format| outline::is_positional(Some(format)));
    let mut own = template.own.clone();
    if let Some(parts) = edit.components {
        (words.header, words.footer, words.buttons) = (None, None, Vec::new());
        words = outline::parts(words, &parts, positional)?;
        own = call.json.as_ref().map(|json| json["components"].clone()).unwrap_or_default();
    }
    hand_in_again(sandbox, template.serial, |template| {
        (template.words, template.own, template.positional) = (words, own, positional);
    });
    Ok(Answer::new(200, json!({"success": true})))
}

/// `GET /{template}`.
pub(super) fn get(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    let template = find(sandbox, call)?;
    let query = query(call);
    Ok(Answer::new(200, shown(&template, query.get("fields").map_or(FIELDS, String::as_str))))
}

fn find(sandbox: &Sandbox, call: &Call) -> Result<Template, Refusal> {
    let found = sandbox
        .whatsapp
        .with(|world| world.templates(Line::Meta).find(|template| template.id == call.parameter).cloned());
    found.ok_or_else(|| Refusal::no_such_object(&call.path))
}

fn query(call: &Call) -> HashMap<String, String> {
    serde_urlencoded::from_str(&call.query).unwrap_or_default()
}

/// `GET /{account}/message_templates`.
pub(super) fn list(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    let query = query(call);
    let limit = query.get("limit").map_or(Ok(PAGE), |limit| limit.parse());
    let limit = limit.map_err(|_| Refusal::invalid("limit is no number"))?.clamp(1, 1_000);
    let after = match query.get("after") {
        Some(cursor) => place(cursor).ok_or_else(|| Refusal::invalid("after is no cursor"))?,
        None => 0,
    };
    let fits = |template: &&Template| {
        let is = |name: &str, own: &str| query.get(name).is_none_or(|asked| asked.eq_ignore_ascii_case(own));
        is("name", &template.words.name)
            && is("language", &template.words.language)
            && is("status", template.status.word())
    };
    let mut found: Vec<_> = sandbox.whatsapp.with(|world| {
        world.templates(Line::Meta).filter(fits).skip(after).take(limit + 1).cloned().collect()
    });
    let more = found.len() > limit;
    found.truncate(limit);
    let fields = query.get("fields").map_or(FIELDS, String::as_str);
    let data: Vec<_> = found.iter().map(|template| shown(template, fields)).collect();
    let mut body = json!({"data": data});
    if !found.is_empty() {
        body["paging"] = json!({"cursors": {"before": cursor(after), "after": cursor(after + found.len())}});
    }
    if more {
        let mut next = query;
        next.insert("after".into(), cursor(after + found.len()));
        let next = serde_urlencoded::to_string(next).unwrap_or_default();
        body["paging"]["next"] = json!(format!("{}/meta{}?{next}", sandbox.url, call.path));
    }
    Ok(Answer::new(200, body))
}

fn cursor(place: usize) -> String {
    STANDARD.encode(format!("at {place}"))
}

fn place(cursor: &str) -> Option<usize> {
    let text = String::from_utf8(STANDARD.decode(cursor).ok()?).ok()?;
    text.strip_prefix("at ")?.parse().ok()
}

/// The fields that are asked for; a template has its id in any case.
fn shown(template: &Template, fields: &str) -> Value {
    let rejection = template.rejection.as_ref();
    let format = if template.positional { "POSITIONAL" } else { "NAMED" };
    let mut shown: Map<_, _> = [("id".to_owned(), json!(template.id))].into_iter().collect();
    for field in fields.split(',').map(str::trim) {
        let value = match field {
            "name" => json!(template.words.name),
            "language" => json!(template.words.language),
            "category" => json!(template.words.category),
            "status" => json!(template.status.word()),
            "components" => template.own.clone(),
            "parameter_format" => json!(format),
            "rejected_reason" => json!(rejection.map_or("NONE", |rejection| rejection.reason.as_str())),
            "quality_score" => json!({"score": template.quality.word(), "date": 1_790_000_000}),
            _ => continue,
        };
        shown.insert(field.to_owned(), value);
    }
    Value::Object(shown)
}

/// `DELETE /{account}/message_templates?name=…[&hsm_id=…]`: all languages of a name, or one template.
pub(super) fn delete(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    let query = query(call);
    let name = query.get("name").ok_or_else(|| Refusal::invalid("The parameter name is required"))?;
    let id = query.get("hsm_id");
    let gone = remove(sandbox, Line::Meta, |template| {
        template.words.name == *name && id.is_none_or(|id| template.id == *id)
    });
    match gone {
        0 => Err(Refusal::of_template(2_593_002, "Message template not found", "There is no such template.")),
        _ => Ok(Answer::new(200, json!({"success": true}))),
    }
}
