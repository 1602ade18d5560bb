//! Where the specifications lag behind the services, said one by one. Nothing else is let through.

use serde_json::{Map, Value, json};

/// A member that a service takes and its specification does not know: definition, member, schema.
type Gap = (&'static str, &'static str, Value);

/// Gaps of Brevo's (February 2025).
pub(super) fn of_brevo() -> Vec<Gap> {
    vec![
        // Changelog of 21 July 2026: per-contact consent to pixel tracking; nothing but a boolean is taken.
        ("sendSmtpEmail_to", "contactPixelTrackingConsent", json!({"type": "boolean"})),
        ("sendSmtpEmail_to_1", "contactPixelTrackingConsent", json!({"type": "boolean"})),
        // Accepted by the service: other clients run their integration tests on it.
        (
            "sendSmtpEmail_messageVersions",
            "headers",
            json!({"type": "object", "additionalProperties": {"type": "string"}}),
        ),
    ]
}

/// Gaps of SendGrid's (January 2026).
pub(super) fn mend_sendgrid(document: &mut Value) {
    // Known to its own answers, which say that an update enables it.
    let gaps = vec![("EventWebhookRequest", "account_status_change", json!({"type": "boolean"}))];
    fill(&mut document["components"]["schemas"], gaps);
}

/// Gaps and defects of Meta's (version 23.0).
pub(super) fn mend_meta(document: &mut Value) {
    let schemas = &mut document["components"]["schemas"];
    // Documentation of 2026: a user id in the place of a number, and what comes back with statuses.
    let text = || json!({"type": "string"});
    let gaps = vec![
        ("BaseMessageProperties", "recipient", text()),
        ("BaseMessageProperties", "biz_opaque_callback_data", json!({"type": "string", "maxLength": 512})),
    ];
    fill(schemas, gaps);
    // Its own examples leave these out.
    schemas["BaseMessageProperties"]["required"] = json!(["messaging_product", "type"]);
    schemas["LanguageObject"]["required"] = json!(["code"]);
    // The pattern lets neither the first button nor the second through.
    let component = &mut schemas["TemplateComponent"]["properties"];
    component["index"] = json!({"type": "string", "pattern": "^[0-9]$"});
    component["sub_type"] = json!({"type": "string", "enum": ["quick_reply", "url", "copy_code"]});
    // What the sandbox takes, each as one object, so that a misspelt member shows.
    let taken = ["TextMessage", "TemplateMessage"].map(|name| merged(schemas, name));
    schemas["Message"] = json!({"oneOf": taken});
}

/// The parts of a schema as one object; the last part is the strongest.
fn merged(schemas: &Value, name: &str) -> Value {
    let (mut members, mut required) = (Map::new(), Vec::new());
    for part in schemas[name]["allOf"].as_array().into_iter().flatten() {
        let reference = part["$ref"].as_str().and_then(|place| place.rsplit('/').next());
        let part = reference.map_or(part, |name| &schemas[name]);
        members.extend(part["properties"].as_object().cloned().unwrap_or_default());
        required.extend(part["required"].as_array().cloned().unwrap_or_default());
    }
    json!({"type": "object", "properties": members, "required": required})
}

/// Twilio's are OpenAPI 3.0, where `nullable` stands beside a type; its addresses are relative, and days are days.
pub(super) fn mend_twilio(part: &mut Value) {
    match part {
        Value::Object(members) => {
            if members.remove("nullable") == Some(Value::Bool(true))
                && let Some(kind) = members.get_mut("type")
            {
                *kind = json!([kind.take(), "null"]);
            }
            if members.get("format").is_some_and(|format| format == "uri" || format == "date-time") {
                members.remove("format");
            }
            members.iter_mut().for_each(|(_, value)| mend_twilio(value));
        }
        Value::Array(values) => values.iter_mut().for_each(mend_twilio),
        _ => {}
    }
}

/// Fills gaps of definitions. A gap that the specification has closed itself is left to it.
pub(super) fn fill(definitions: &mut Value, gaps: Vec<Gap>) {
    for (definition, member, schema) in gaps {
        if let Some(members) =
            definitions.pointer_mut(&format!("/{definition}/properties")).and_then(Value::as_object_mut)
        {
            members.entry(member).or_insert(schema);
        }
    }
}
