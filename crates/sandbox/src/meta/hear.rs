//! What Meta makes of what happens: webhooks (Meta, "Webhooks", its reference of each field).

use std::sync::Arc;

use serde_json::{Value, json};

use super::{
    event::{About, Event, metadata},
    facts, files,
};
use crate::{
    clock,
    sandbox::Sandbox,
    whatsapp::{Change, Failure, Heard, Letter, Said, Status, Template, Told, What, World},
};

fn publish(sandbox: &Sandbox, subject: String, about: About) {
    sandbox.meta_outbox.queue(sandbox, &Arc::new(Event { subject, about }), 0, true);
}

/// The number, as webhooks have it.
fn wa_id(person: &str) -> &str {
    person.trim_start_matches('+')
}

fn contact(sandbox: &Sandbox, person: &str, hidden: bool) -> Value {
    let name = format!("Personne {}", &person[person.len().saturating_sub(4)..]);
    let mut contact = json!({
        "profile": {"name": name},
        "user_id": facts::user_id(sandbox.chance, person),
    });
    if !hidden {
        contact["wa_id"] = json!(wa_id(person));
    }
    contact
}

/// What became of a message.
pub(crate) fn tell(sandbox: &Sandbox, letter: &Letter, told: Told) {
    let word = match told {
        Told::Sent => "sent",
        Told::Delivered => "delivered",
        Told::Read => "read",
        Told::Failed(_) => "failed",
    };
    let mut status = json!({
        "id": letter.id,
        "status": word,
        "timestamp": clock::now().timestamp().to_string(),
        "recipient_id": wa_id(&letter.person),
    });
    if let Some(correlation) = &letter.correlation {
        status["biz_opaque_callback_data"] = json!(correlation);
    }
    if tells_pricing(sandbox, letter, &told) {
        status["pricing"] = pricing(letter);
    }
    let contact = match told {
        Told::Failed(why) => {
            status["errors"] = json!([error(why)]);
            None
        }
        _ => {
            status["recipient_user_id"] = json!(facts::user_id(sandbox.chance, &letter.person));
            Some(contact(sandbox, &letter.person, false))
        }
    };
    let subject = format!("{} {word} {}", letter.person, letter.id);
    publish(sandbox, subject, About::Status { status, contact });
}

/// With what was sent, and with the first of what was delivered and read (webhooks/reference/messages/status).
fn tells_pricing(sandbox: &Sandbox, letter: &Letter, told: &Told) -> bool {
    let was_delivered =
        |world: &mut World| world.find(letter.number).is_some_and(|message| message.did(What::Delivered));
    match told {
        Told::Sent | Told::Delivered => true,
        Told::Read => !sandbox.whatsapp.with(was_delivered),
        Told::Failed(_) => false,
    }
}

/// Templates are charged when they are delivered, utility ones outside of a window only (Meta, "Pricing").
fn pricing(letter: &Letter) -> Value {
    let (category, kind) = letter.class();
    json!({"billable": kind == "regular", "pricing_model": "PMP", "type": kind, "category": category})
}

fn error(why: Failure) -> Value {
    json!({
        "code": why.code(crate::whatsapp::Line::Meta),
        "title": why.words(),
        "message": why.words(),
        "error_data": {"details": why.words()},
        "href": "/documentation/business-messaging/whatsapp/support/error-codes",
    })
}

/// What somebody wrote.
pub(crate) fn hand_over(sandbox: &Sandbox, heard: &Heard) {
    sandbox.whatsapp.with(|world| world.meet(facts::user_id(sandbox.chance, &heard.person), &heard.person));
    let mut message = json!({
        "from_user_id": facts::user_id(sandbox.chance, &heard.person),
        "id": heard.id,
        "timestamp": heard.at.timestamp().to_string(),
    });
    match &heard.said {
        Said::Text { text } => {
            message["type"] = json!("text");
            message["text"] = json!({"body": text});
        }
        Said::Button { payload, text } => {
            message["type"] = json!("button");
            message["button"] = json!({"payload": payload, "text": text});
        }
        Said::File(file) => {
            message["type"] = json!(file.what);
            message[&file.what] = files::named(file);
        }
    }
    if !heard.hidden {
        message["from"] = json!(wa_id(&heard.person));
    }
    if let Some(id) = &heard.answers {
        message["context"] = json!({"from": facts::PHONE, "id": id});
    }
    let mut value = metadata();
    value["contacts"] = json!([contact(sandbox, &heard.person, heard.hidden)]);
    value["messages"] = json!([message]);
    publish(
        sandbox,
        format!("{} wrote {}", heard.person, heard.id),
        About::Other { field: "messages", value },
    );
}

/// Somebody stopped marketing by WhatsApp's own menu, or wants it again.
pub(crate) fn preference_told(sandbox: &Sandbox, person: &str, wanted: bool) {
    let (word, detail) = if wanted {
        ("resume", "User requested to resume marketing messages")
    } else {
        ("stop", "User requested to stop marketing messages")
    };
    let mut value = metadata();
    value["contacts"] = json!([contact(sandbox, person, false)]);
    value["user_preferences"] = json!([{
        "wa_id": wa_id(person),
        "user_id": facts::user_id(sandbox.chance, person),
        "detail": detail,
        "category": "marketing_messages",
        "value": word,
        "timestamp": clock::now().timestamp(),
    }]);
    let subject = format!("{person} {word} {}", clock::now());
    publish(sandbox, subject, About::Other { field: "user_preferences", value });
}

/// A template has changed.
pub(crate) fn template_changed(sandbox: &Sandbox, template: &Template, change: &Change) {
    let (field, news) = match change {
        Change::Status => ("message_template_status_update", status_news(template)),
        Change::Quality(before) => (
            "message_template_quality_update",
            json!({"previous_quality_score": before.word(), "new_quality_score": template.quality.word()}),
        ),
        Change::Category(before) => (
            "template_category_update",
            json!({"previous_category": before, "new_category": template.words.category}),
        ),
    };
    let mut value = json!({
        // A number here, a text in the API.
        "message_template_id": template.id.parse::<u64>().unwrap_or_default(),
        "message_template_name": template.words.name,
        // With a hyphen here, with an underscore in the API.
        "message_template_language": template.words.language.replace('_', "-"),
    });
    if let (Some(own), Value::Object(news)) = (value.as_object_mut(), news) {
        own.extend(news);
    }
    let subject = format!("{} {field} {}", template.id, clock::now());
    publish(sandbox, subject, About::Other { field, value });
}

fn status_news(template: &Template) -> Value {
    let rejection = template.rejection.as_ref();
    let mut news = json!({
        "event": template.status.word(),
        "reason": rejection.map_or("NONE", |rejection| rejection.reason.as_str()),
        "message_template_category": template.words.category,
    });
    if let Some(rejection) = rejection {
        news["rejection_info"] =
            json!({"reason": rejection.words, "recommendation": rejection.recommendation});
    }
    match template.status {
        Status::Paused => {
            let description = "Your WhatsApp message template has been paused for 3 hours";
            news["other_info"] = json!({"title": "FIRST_PAUSE", "description": description});
        }
        Status::Disabled => {
            news["disable_info"] = json!({"disable_date": clock::now().timestamp()});
        }
        _ => {}
    }
    news
}

/// The number is seen otherwise than before, or may do more or less: Meta tells what happened, and the limit of people twice.
pub(crate) fn number_changed(sandbox: &Sandbox, events: &[&'static str]) {
    let (tier, people) = sandbox.whatsapp.with(|world| (world.meta.tier_word(), world.meta.tier));
    for event in events {
        let value = json!({
            "display_phone_number": facts::PHONE,
            "event": event,
            "current_limit": tier,
            "max_daily_conversations_per_business": tier,
        });
        publish_of(sandbox, "phone_number_quality_update", value);
    }
    if events.iter().any(|event| matches!(*event, UPGRADE | DOWNGRADE)) {
        // A number here, a word there; -1 for any number of people.
        let people = people.map_or(-1, i64::from);
        let value = json!({"max_daily_conversations_per_business": people, "max_phone_numbers_per_waba": 25});
        publish_of(sandbox, "business_capability_update", value);
    }
}

/// The number may begin to write to more people than before, or to fewer.
pub(crate) const UPGRADE: &str = "UPGRADE";
pub(crate) const DOWNGRADE: &str = "DOWNGRADE";

/// Something became of the account.
pub(super) fn account_changed(sandbox: &Sandbox, value: Value) {
    publish_of(sandbox, "account_update", value);
}

fn publish_of(sandbox: &Sandbox, field: &'static str, value: Value) {
    let number = sandbox.whatsapp.with(World::next);
    publish(sandbox, format!("{field} {number}"), About::Other { field, value });
}
