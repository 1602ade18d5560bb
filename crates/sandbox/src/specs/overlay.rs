//! Where the specifications lag behind the services, said one by one. Nothing else is let through.

use serde_json::{Value, json};

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
pub(super) fn of_sendgrid() -> Vec<Gap> {
    // Known to its own answers, which say that an update enables it.
    vec![("EventWebhookRequest", "account_status_change", json!({"type": "boolean"}))]
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
