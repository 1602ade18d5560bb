//! What SendGrid gets to read: literal bodies.

use providers::{EmailBatch, Outcome};
use serde_json::{Value, json};

use super::{closed, open, open_with, settings, yes};
use crate::{
    server::{PATIENT, Received, Server},
    world::{CAMPAIGN, Spoken as _, batch, recipient},
};

/// Sends each request of a batch, and tells what arrived.
async fn sent(batch: &EmailBatch) -> Vec<Received> {
    let plan = closed().cut(batch);
    let mut server = Server::start(plan.iter().map(|_| yes())).await;
    let connection = open(server.url.clone());
    for request in &plan {
        let outcome = connection.mail(batch, request).await;
        assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
    }
    server.received()
}

fn headers(number: u32) -> Value {
    json!({"List-Unsubscribe": format!("<https://t.example.org/u/{number}>"),
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"})
}

fn custom_args(number: u32) -> Value {
    json!({"ebvision_campaign": CAMPAIGN.to_string(), "ebvision_number": number.to_string()})
}

#[tokio::test]
async fn several_people_are_personalizations_of_one_message() {
    let mut batch = batch(0, "{ebv0} {ebv1}");
    batch.reply_to = Some("contact@example.org".into());
    batch.subject = "Bonjour {ebv0}".into();
    batch.recipients = vec![
        recipient(12, vec!["Hélène & Cie".into(), "un".into()]),
        recipient(13, vec!["{ebv1}".into(), "<b>deux</b>".into()]),
    ];
    batch.recipients[0].name = Some("Dupont, Hélène; \r\nprésidente ".into());
    let received = sent(&batch).await;
    let expected = json!({
        "personalizations": [
            {"to": [{"email": "p12@example.com", "name": "Dupont  Hélène    présidente"}],
             "headers": headers(12),
             "substitutions": {"{ebv0}": "Hélène & Cie", "{ebv1}": "un"},
             "custom_args": custom_args(12)},
            {"to": [{"email": "p13@example.com"}],
             "headers": headers(13),
             "substitutions": {"{ebv0}": "{\u{200b}ebv1}", "{ebv1}": "<b>deux</b>"},
             "custom_args": custom_args(13)},
        ],
        "from": {"email": "news@example.org", "name": "Exemple SAS"},
        "reply_to": {"email": "contact@example.org"},
        "subject": "Bonjour {ebv0}",
        "content": [
            {"type": "text/plain", "value": "Bonjour {ebv0} {ebv1}"},
            {"type": "text/html", "value": "<p>Bonjour {ebv0} {ebv1}</p>"},
        ],
        "categories": ["campaign-42"],
        "tracking_settings": {
            "click_tracking": {"enable": false, "enable_text": false},
            "open_tracking": {"enable": false},
            "subscription_tracking": {"enable": false},
            "ganalytics": {"enable": false},
        },
    });
    assert_eq!(received[0].json(), expected);
    assert_eq!(received[0].line, "POST /v3/mail/send HTTP/1.1");
    assert_eq!(received[0].headers["authorization"], "Bearer SG.invented");
    assert_eq!(received[0].headers["content-type"], "application/json");
    assert!(!received[0].headers.contains_key("on-behalf-of"));
}

#[tokio::test]
async fn a_message_without_values_and_plain_text_goes_as_it_is() {
    let mut batch = batch(2, "");
    batch.recipients.iter_mut().for_each(|recipient| recipient.values.clear());
    batch.text.clear();
    let body = sent(&batch).await[0].json();
    assert_eq!(body["content"], json!([{"type": "text/html", "value": "<p>Bonjour </p>"}]));
    assert!(body["personalizations"][0].get("substitutions").is_none());
}

#[tokio::test]
async fn somebody_with_too_much_to_say_gets_a_message_of_their_own_with_it_written_in() {
    let mut batch = batch(3, "{ebv0}{ebv1}!");
    batch.subject = "{ebv1}".into();
    let long = "é".repeat(6_000);
    batch.recipients[1].values = vec![long.clone(), "{ebv0}".into()];
    let bodies: Vec<_> = sent(&batch).await.iter().map(Received::json).collect();
    assert_eq!(bodies.len(), 3);
    let own = &bodies[1];
    let expected =
        json!([{"to": [{"email": "p2@example.com"}], "headers": headers(2), "custom_args": custom_args(2)}]);
    assert_eq!(own["personalizations"], expected);
    assert_eq!(own["subject"], "{\u{200b}ebv0}");
    assert_eq!(own["content"][1]["value"], format!("<p>Bonjour {long}{{\u{200b}ebv0}}!</p>"));
}

#[tokio::test]
async fn the_key_of_a_parent_account_acts_for_a_subuser() {
    let mut server = Server::start([yes()]).await;
    let settings = providers::SendgridSettings {
        on_behalf_of: Some("subuser-of-ours".into()),
        ..settings(Some(server.url.clone()))
    };
    let (connection, batch) = (open_with(settings, PATIENT), batch(2, ""));
    connection.mail(&batch, &connection.cut(&batch)[0]).await;
    assert_eq!(server.received()[0].headers["on-behalf-of"], "subuser-of-ours");
}
