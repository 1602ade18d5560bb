//! Where the specification lags behind the service, said one by one. Nothing else is let through.

use serde_json::{Value, json};

/// Members that the service takes and the specification (February 2025) does not know: definition, member, schema.
fn gaps() -> [(&'static str, &'static str, Value); 3] {
    [
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

/// Fills the gaps of the definitions. A gap that the specification has closed itself is left to it.
pub(crate) fn fill_gaps(definitions: &mut Value) {
    for (definition, member, schema) in gaps() {
        if let Some(members) =
            definitions.pointer_mut(&format!("/{definition}/properties")).and_then(Value::as_object_mut)
        {
            members.entry(member).or_insert(schema);
        }
    }
}
