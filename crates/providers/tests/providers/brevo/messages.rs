//! What Brevo gets to read: literal bodies.

use providers::{EmailBatch, Outcome};
use serde_json::{Value, json};

use super::{closed, id, open, open_with, settings, yes};
use crate::{
    server::{PATIENT, Received, Server},
    world::{CAMPAIGN, Spoken as _, batch, recipient},
};

/// Sends each request of a batch, and tells what arrived.
async fn sent(batch: &EmailBatch) -> Vec<Received> {
    let plan = closed().cut(batch);
    let mut server = Server::start(plan.iter().map(|request| yes(request.members.len()))).await;
    let connection = open(server.url.clone());
    for request in &plan {
        let outcome = connection.mail(batch, request).await;
        let message_ids =
            (0..request.members.len()).map(|n| Some(id(n).trim_matches(['<', '>']).to_owned())).collect();
        assert_eq!(outcome, Outcome::Accepted { message_ids });
    }
    server.received()
}

fn key(body: &Value) -> uuid::Uuid {
    body["headers"]["idempotencyKey"].as_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn several_people_are_versions_of_one_message() {
    let mut batch = batch(0, "{{params.s0}} {{params.s1}}");
    batch.reply_to = Some("contact@example.org".into());
    batch.subject = "Bonjour {{params.s0}}".into();
    batch.recipients = vec![
        recipient(12, vec!["Hélène & Cie".into(), "un".into()]),
        recipient(13, vec!["{{7*7}}".into(), "<b>deux</b>".into()]),
    ];
    batch.recipients[0].name = Some("Dupont, Hélène".into());
    batch.recipients[0].tracking = Some(false);
    batch.recipients[1].tracking = Some(true);
    let received = sent(&batch).await;
    let body = received[0].json();
    let version = |number: u32| {
        let ours = format!("{{\"c\":\"{CAMPAIGN}\",\"n\":{number}}}");
        json!({"X-Mailin-custom": ours,
            "List-Unsubscribe": format!("<https://t.example.org/u/{number}>"),
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"})
    };
    let expected = json!({
        "sender": {"email": "news@example.org", "name": "Exemple SAS"},
        "replyTo": {"email": "contact@example.org"},
        "subject": "Bonjour {{params.s0}}",
        "htmlContent": "{% autoescape off %}<p>Bonjour {{params.s0}} {{params.s1}}</p>{% endautoescape %}",
        "textContent": "{% autoescape off %}Bonjour {{params.s0}} {{params.s1}}{% endautoescape %}",
        "tags": ["campaign-42"],
        "headers": {"idempotencyKey": key(&body).to_string()},
        "messageVersions": [
            {"to": [{"email": "p12@example.com", "name": "=?utf-8?B?RHVwb250LCBIw6lsw6huZQ==?=",
                "contactPixelTrackingConsent": false}],
             "subject": "Bonjour Hélène & Cie",
             "params": {"s0": "Hélène & Cie", "s1": "un"},
             "headers": version(12)},
            {"to": [{"email": "p13@example.com", "contactPixelTrackingConsent": true}],
             "subject": "Bonjour {\u{200b}{7*7}}",
             "params": {"s0": "{\u{200b}{7*7}}", "s1": "<b>deux</b>"},
             "headers": version(13)},
        ],
    });
    assert_eq!(body, expected);
    assert_eq!(received[0].line, "POST /v3/smtp/email HTTP/1.1");
    assert_eq!(received[0].headers["api-key"], "xkeysib-invented");
    assert_eq!(received[0].headers["content-type"], "application/json");
}

#[tokio::test]
async fn one_person_gets_a_plain_message() {
    let received = sent(&batch(1, "{{params.s0}}")).await;
    let body = received[0].json();
    let expected = json!({
        "sender": {"email": "news@example.org", "name": "Exemple SAS"},
        "subject": "Bonjour",
        "htmlContent": "{% autoescape off %}<p>Bonjour {{params.s0}}</p>{% endautoescape %}",
        "textContent": "{% autoescape off %}Bonjour {{params.s0}}{% endautoescape %}",
        "tags": ["campaign-42"],
        "headers": {"idempotencyKey": key(&body).to_string(),
            "X-Mailin-custom": format!("{{\"c\":\"{CAMPAIGN}\",\"n\":1}}"),
            "List-Unsubscribe": "<https://t.example.org/u/1>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        "to": [{"email": "p1@example.com"}],
        "params": {"s0": "Personne 1"},
    });
    assert_eq!(body, expected);
}

#[tokio::test]
async fn a_message_without_values_goes_as_it_is() {
    let mut batch = batch(2, "");
    batch.recipients.iter_mut().for_each(|recipient| recipient.values.clear());
    batch.text.clear();
    let body = sent(&batch).await[0].json();
    assert_eq!(body["htmlContent"], "<p>Bonjour </p>");
    assert!(body.get("textContent").is_none() && body["messageVersions"][0].get("params").is_none());
}

#[tokio::test]
async fn somebody_with_too_much_to_say_gets_a_message_of_their_own_with_it_written_in() {
    let mut batch = batch(3, "{{params.s0}}{{params.s1}}!");
    let long = "é".repeat(60_000);
    batch.recipients[1].values = vec![format!("{long}{{"), "{{7*7}}{".into()];
    let bodies: Vec<_> = sent(&batch).await.iter().map(Received::json).collect();
    assert_eq!(bodies.len(), 3);
    let own = &bodies[1];
    assert_eq!(own["to"][0]["email"], "p2@example.com");
    assert_eq!(own["params"], json!({"b": "{"}));
    let written = format!("<p>Bonjour {long}{{{{params.b}}}}{{\u{200b}{{7*7}}}}{{!</p>");
    assert_eq!(own["htmlContent"], written);
    assert_eq!(own["textContent"], written.replace("<p>", "").replace("</p>", ""));
}

#[tokio::test]
async fn the_key_is_spelled_as_the_settings_say() {
    let mut server = Server::start([yes(2)]).await;
    let spelled = providers::BrevoSettings {
        idempotency_header: Some("Idempotency-Key".into()),
        ..settings(Some(server.url.clone()))
    };
    let (connection, batch) = (open_with(spelled, PATIENT), batch(2, ""));
    let request = &connection.cut(&batch)[0];
    connection.mail(&batch, request).await;
    let body = server.received()[0].json();
    assert_eq!(body["headers"], json!({"Idempotency-Key": request.key.to_string()}));
}
