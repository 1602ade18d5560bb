//! What Meta tells by webhooks.

use serde_json::{Value, json};

use super::facts;

/// One piece of it.
#[derive(Debug)]
pub(crate) struct Event {
    /// What chance decides by: the person or the template, and what happened.
    pub(super) subject: String,
    pub(super) about: About,
}

/// What it is about.
#[derive(Debug)]
pub(super) enum About {
    /// A message of ours; failures come without the person.
    Status { status: Value, contact: Option<Value> },
    /// Anything else: the field's name and its value.
    Other { field: &'static str, value: Value },
}

/// What every value about messages begins with.
pub(super) fn metadata() -> Value {
    json!({
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": facts::PHONE, "phone_number_id": facts::PHONE_NUMBER_ID},
    })
}

/// Events as one body: statuses share a value, as they do in reality when many come at once.
pub(super) fn body(events: &[&Event], time: i64) -> Value {
    let (mut statuses, mut contacts, mut changes) = (Vec::new(), Vec::new(), Vec::new());
    for event in events {
        match &event.about {
            About::Status { status, contact } => {
                statuses.push(status);
                contacts.extend(contact.as_ref().filter(|contact| !contacts.contains(contact)));
            }
            About::Other { field, value } => changes.push(json!({"field": field, "value": value})),
        }
    }
    if !statuses.is_empty() {
        let mut value = metadata();
        value["statuses"] = json!(statuses);
        if !contacts.is_empty() {
            value["contacts"] = json!(contacts);
        }
        changes.insert(0, json!({"field": "messages", "value": value}));
    }
    json!({
        "object": "whatsapp_business_account",
        "entry": [{"id": facts::WABA_ID, "time": time, "changes": changes}],
    })
}
