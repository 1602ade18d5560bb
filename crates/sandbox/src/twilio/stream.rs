//! Event Streams: what becomes of a content is told as CloudEvents to a sink, where there is one
//! (twilio.com/docs/events/event-types/messaging/template-approval).

use std::sync::Arc;

use chrono::SecondsFormat;
use serde_json::json;

use super::{
    event::{Body, Event},
    facts,
};
use crate::{
    clock,
    sandbox::Sandbox,
    whatsapp::{Change, Template},
};

/// A content has changed.
pub(crate) fn template_changed(sandbox: &Sandbox, content: &Template, change: &Change) {
    let Some(url) = sandbox.twilio.with(|account| account.sink.clone()) else { return };
    let lower = |word: &str| word.to_lowercase();
    let (kind, before, now) = match change {
        Change::Status => ("status_update", None, lower(content.status.word())),
        Change::Quality(before) => {
            ("quality_update", Some(lower(before.word())), lower(content.quality.word()))
        }
        Change::Category(before) => ("category_update", Some(lower(before)), lower(&content.words.category)),
    };
    let at = clock::now().to_rfc3339_opts(SecondsFormat::Millis, true);
    let number = sandbox.whatsapp.with(crate::whatsapp::World::next);
    let event = json!([{
        "specversion": "1.0",
        "type": "com.twilio.messaging.template.approval.updated",
        "source": format!("/v1/Content/{}/ApprovalRequests/whatsapp", content.id),
        "id": format!("EZ{number:032x}"),
        "dataschema": "https://events-schemas.twilio.com/Messaging.TemplateApprovalUpdated/1",
        "datacontenttype": "application/json",
        "time": at,
        "data": {
            "type": kind,
            "accountSid": facts::ACCOUNT_SID,
            "dateUpdated": at,
            "channel": "whatsapp",
            "template": {
                "sid": content.id,
                "friendlyName": content.own["friendly_name"],
                "externalTemplateName": content.words.name,
                "language": content.words.language,
                "previousValue": before,
                "currentValue": now,
            },
        },
    }]);
    let subject = format!("{} {kind} {now} {number}", content.id);
    let event = Event { subject, url, body: Body::Json(event.to_string()) };
    sandbox.twilio_outbox.queue(sandbox, &Arc::new(event), 0, false);
}
