//! Messages as the API shows them.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{facts, price};
use crate::whatsapp::{Failure, Heard, Line, Message, What};

/// Dates are those of mails.
pub(super) fn date(at: DateTime<Utc>) -> String {
    at.to_rfc2822()
}

/// A message of ours.
pub(super) fn of_ours(message: &Message) -> Value {
    let letter = &message.letter;
    let code = message.deeds.iter().find_map(|deed| deed.code);
    let last = message.deeds.last().map_or(letter.at, |deed| deed.at);
    resource(
        &letter.id,
        letter.at,
        [facts::PHONE, &letter.person],
        "outbound-api",
        &json!({
            "body": letter.shown.body,
            "status": status(message),
            "date_sent": message.did(What::Sent).then(|| date(letter.at)),
            "date_updated": date(last),
            "error_code": code,
            "error_message": code.map(|_| "The message was not delivered"),
            "price": price::micros(message).map(price::shown),
            "price_unit": price::micros(message).map(|_| price::CURRENCY),
        }),
    )
}

/// A message of a person.
pub(super) fn of_theirs(heard: &Heard) -> Value {
    resource(
        &heard.id,
        heard.at,
        [&heard.person, facts::PHONE],
        "inbound",
        &json!({
            "body": heard.said.text(),
            "status": "received",
            "date_sent": date(heard.at),
            "date_updated": date(heard.at),
            "error_code": null,
            "error_message": null,
        }),
    )
}

fn resource(id: &str, at: DateTime<Utc>, [from, to]: [&str; 2], direction: &str, own: &Value) -> Value {
    let uri = format!("/2010-04-01/Accounts/{}/Messages/{id}.json", facts::ACCOUNT_SID);
    let mut resource = json!({
        "sid": id,
        "account_sid": facts::ACCOUNT_SID,
        "messaging_service_sid": null,
        "from": format!("whatsapp:{from}"),
        "to": format!("whatsapp:{to}"),
        "direction": direction,
        "date_created": date(at),
        "num_segments": "1",
        "num_media": "0",
        "price": null,
        "price_unit": null,
        "api_version": "2010-04-01",
        "uri": uri,
        "subresource_uris": {"media": uri.replace(".json", "/Media.json")},
    });
    if let (Some(resource), Some(own)) = (resource.as_object_mut(), own.as_object()) {
        resource.extend(own.clone());
    }
    resource
}

fn status(message: &Message) -> &'static str {
    let closed = Failure::WindowClosed.code(Line::Twilio);
    if message.has_failed() {
        let failed = message.deeds.iter().any(|deed| deed.code == Some(closed));
        return if failed { "failed" } else { "undelivered" };
    }
    let ladder = [(What::Read, "read"), (What::Delivered, "delivered"), (What::Sent, "sent")];
    ladder.into_iter().find(|(what, _)| message.did(*what)).map_or("queued", |(_, word)| word)
}
