//! What a content of the Content API says: one shape for each of its types.

use serde::Deserialize;
use serde_json::Value;

use crate::whatsapp::{Button, Header, Press, Words};

/// The types that can be sent by WhatsApp, and that the sandbox knows. The first of them is shown.
pub(super) const TYPES: [&str; 6] = [
    "whatsapp/card",
    "twilio/card",
    "twilio/call-to-action",
    "twilio/quick-reply",
    "twilio/media",
    "twilio/text",
];

/// What any of them may have.
#[derive(Debug, Default, Deserialize)]
struct Shape {
    body: Option<String>,
    /// Of `twilio/card`: its text.
    title: Option<String>,
    subtitle: Option<String>,
    footer: Option<String>,
    header_text: Option<String>,
    #[serde(default)]
    media: Vec<String>,
    #[serde(default)]
    actions: Vec<Action>,
}

#[derive(Debug, Deserialize)]
struct Action {
    r#type: Option<String>,
    title: Option<String>,
    id: Option<String>,
    url: Option<String>,
    phone: Option<String>,
    code: Option<String>,
}

/// The name of the type that is shown, and what it says.
pub(super) fn words(name: &str, language: &str, types: &Value) -> Result<(&'static str, Words), String> {
    let known = TYPES.into_iter().find(|kind| types.get(kind).is_some());
    let kind = known.ok_or_else(|| format!("types: the sandbox knows {}", TYPES.join(", ")))?;
    let shape: Shape =
        serde_json::from_value(types[kind].clone()).map_err(|error| format!("types/{kind}: {error}"))?;
    let media = shape.media.first().map(|url| Header::Media(url.clone()));
    let body = shape.body.or(shape.title).unwrap_or_default();
    if body.is_empty() && media.is_none() {
        return Err(format!("types/{kind}: a body is required"));
    }
    let words = Words {
        name: name.to_owned(),
        language: language.to_owned(),
        category: String::new(),
        header: shape.header_text.map(Header::Text).or(media),
        body,
        footer: shape.footer.or(shape.subtitle),
        buttons: shape.actions.iter().map(button).collect::<Result<_, _>>()?,
    };
    Ok((kind, words))
}

fn button(action: &Action) -> Result<Button, String> {
    let text = action.title.clone().unwrap_or_default();
    let (press, target) = match action.r#type.as_deref().unwrap_or("QUICK_REPLY") {
        "QUICK_REPLY" => (Press::Reply, &action.id),
        "URL" => (Press::Url, &action.url),
        "PHONE_NUMBER" => (Press::Phone, &action.phone),
        "COPY_CODE" => (Press::Code, &action.code),
        other => return Err(format!("actions: {other} is not imitated by the sandbox")),
    };
    Ok(Button { press, text, target: target.clone().unwrap_or_default() })
}
