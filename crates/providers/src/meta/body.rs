//! The body of `POST /{phone number id}/messages`.

use domain::whatsapp::HeaderMedia;
use serde_json::{Map, Value, json};

use crate::{
    ApprovedTemplate, Form, Place,
    values::{line, percent_encoded},
};

/// A message to one person, filed under our own id of it; none where a template's values come without the template.
pub(super) fn body(
    address: &str,
    correlation: &str,
    template: Option<&ApprovedTemplate>,
    form: &Form,
) -> Option<Value> {
    let (kind, content) = match form {
        Form::Text(text) => ("text", json!({"preview_url": false, "body": text})),
        Form::Template(values) => ("template", filled(template?, values)),
    };
    // Without its `+` a number would be taken for one of the sender's own country.
    let to = if address.starts_with('+') { "to" } else { "recipient" };
    Some(json!({
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        to: address,
        "type": kind,
        "biz_opaque_callback_data": correlation,
        kind: content,
    }))
}

fn filled(template: &ApprovedTemplate, values: &[String]) -> Value {
    let filled = || template.places.iter().zip(values);
    let texts = |of: fn(&Place) -> Option<&str>| -> Vec<Value> {
        filled().filter_map(|(place, value)| Some(text(template, of(place)?, value))).collect()
    };
    let media = template.media.iter().map(|(media, link)| header(*media, link));
    let header = media.chain(texts(|place| if let Place::Header(name) = place { Some(name) } else { None }));
    let body = texts(|place| if let Place::Body(name) = place { Some(name) } else { None });
    let parts = [component("header", header.collect()), component("body", body)];
    let buttons = filled().filter_map(|(place, value)| button(place, value));
    let components: Vec<_> = parts.into_iter().flatten().chain(buttons).collect();
    json!({
        "name": template.name,
        "language": {"policy": "deterministic", "code": template.language},
        "components": components,
    })
}

fn component(kind: &str, parameters: Vec<Value>) -> Option<Value> {
    (!parameters.is_empty()).then(|| json!({"type": kind, "parameters": parameters}))
}

fn text(template: &ApprovedTemplate, name: &str, value: &str) -> Value {
    let mut parameter = Map::from_iter([("type".into(), "text".into()), ("text".into(), line(value).into())]);
    if !template.positional {
        parameter.insert("parameter_name".into(), name.into());
    }
    parameter.into()
}

fn header(media: HeaderMedia, link: &str) -> Value {
    let mut file = json!({"link": link});
    if media == HeaderMedia::Document
        && let Some(name) = file_name(link)
    {
        file["filename"] = name.into();
    }
    json!({"type": media.as_str(), media.as_str(): file})
}

/// What the reader sees of a document: the end of its address.
fn file_name(link: &str) -> Option<&str> {
    let path = link.split(['?', '#']).next()?;
    path.rsplit('/').next().filter(|name| name.contains('.'))
}

fn button(place: &Place, value: &str) -> Option<Value> {
    let (index, kind, parameter) = match place {
        Place::Url(index) => (index, "url", json!({"type": "text", "text": percent_encoded(value)})),
        Place::Payload(index) => (index, "quick_reply", json!({"type": "payload", "payload": value})),
        Place::Code(index) => {
            (index, "copy_code", json!({"type": "coupon_code", "coupon_code": line(value)}))
        }
        Place::Header(_) | Place::Body(_) => return None,
    };
    Some(json!({"type": "button", "sub_type": kind, "index": index.to_string(), "parameters": [parameter]}))
}
