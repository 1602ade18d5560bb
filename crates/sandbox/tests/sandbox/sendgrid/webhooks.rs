//! Webhooks: registration, the signature, payloads, retries.

use std::collections::BTreeSet;

use base64::{Engine, engine::general_purpose::STANDARD};
use p256::ecdsa::{Signature, VerifyingKey, signature::Verifier};
use serde_json::{Value, json};

use super::{letter, person};
use crate::{
    harness::{Sandbox, start},
    receiver::{Hit, Receiver, receive},
};

const SETTINGS: &str = "/user/webhooks/event/settings";

fn wanted(receiver: &Receiver) -> Value {
    let mut wanted =
        json!({"enabled": true, "url": format!("{}/hook", receiver.url), "friendly_name": "test"});
    let words = [
        "processed",
        "delivered",
        "deferred",
        "bounce",
        "dropped",
        "open",
        "click",
        "spam_report",
        "unsubscribe",
        "group_unsubscribe",
        "group_resubscribe",
        "account_status_change",
    ];
    words.iter().for_each(|word| wanted[*word] = json!(true));
    wanted
}

/// Registers a webhook and has it signed; tells its id and the key.
async fn register(sandbox: &Sandbox, receiver: &Receiver) -> (String, String) {
    let made = sandbox.sendgrid("POST", SETTINGS, Some(wanted(receiver))).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let id = made.body["id"].as_str().unwrap().to_owned();
    let path = format!("{SETTINGS}/signed/{id}");
    let signed = sandbox.sendgrid("PATCH", &path, Some(json!({"enabled": true}))).await.body;
    (id, signed["public_key"].as_str().unwrap().to_owned())
}

/// The events that one recipient causes.
async fn caused(letter: Value) -> Vec<Value> {
    let (sandbox, receiver) = (start().await, receive());
    register(&sandbox, &receiver).await;
    assert_eq!(sandbox.mail(letter).await.status, 202);
    sandbox.quiet().await;
    let events = receiver.events();
    sandbox.stop().await;
    receiver.stop().await;
    events
}

async fn caused_by(behaviour: &str) -> Vec<Value> {
    caused(letter(&[person(&format!("{behaviour}+1@example.org"))])).await
}

fn words(events: &[Value]) -> Vec<&str> {
    let mut words: Vec<_> = events.iter().map(|event| event["event"].as_str().unwrap()).collect();
    words.sort_unstable();
    words.dedup();
    words
}

#[tokio::test]
async fn every_behaviour_is_told_in_sendgrids_words() {
    for (behaviour, expected) in [
        ("defer", vec!["deferred", "delivered", "processed"]),
        ("soft", vec!["bounce", "processed"]),
        ("bounce", vec!["bounce", "processed"]),
        ("late-bounce", vec!["bounce", "delivered", "processed"]),
        ("invalid", vec!["dropped"]),
        ("blocked", vec!["dropped"]),
        ("complain", vec!["delivered", "processed", "spamreport"]),
    ] {
        assert_eq!(words(&caused_by(behaviour).await), expected, "{behaviour}");
    }
    let left = caused_by("provider-unsubscribe").await;
    assert!(left.iter().any(|event| event["event"].as_str().unwrap().ends_with("unsubscribe")), "{left:?}");
}

#[tokio::test]
async fn opens_and_clicks_are_told_only_where_the_request_lets_them_be_counted() {
    assert_eq!(words(&caused_by("apple").await), ["delivered", "processed"]);
    let mut letter = letter(&[person("apple+1@example.org")]);
    letter["tracking_settings"]["open_tracking"]["enable"] = json!(true);
    let events = caused(letter).await;
    let open = events.iter().find(|event| event["event"] == "open").unwrap();
    assert_eq!(open["sg_machine_open"], true);
}

#[tokio::test]
async fn what_we_gave_along_stands_beside_the_members_of_its_own() {
    let events = caused_by("deliver").await;
    let delivered = events.iter().find(|event| event["event"] == "delivered").unwrap();
    assert_eq!((&delivered["campaign"], &delivered["number"]), (&json!("42"), &json!("1")));
    assert!(delivered["sg_message_id"].as_str().unwrap().contains(".recvd-"));
    assert!(delivered["timestamp"].is_i64() && delivered["sg_event_id"].is_string());
    let ids: BTreeSet<_> = events.iter().map(|event| event["sg_event_id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), words(&events).len(), "an event that comes twice has one number");
}

#[tokio::test]
async fn a_bounce_that_comes_late_lacks_the_messages_id() {
    let events = caused_by("late-bounce").await;
    let bounce = events.iter().find(|event| event["event"] == "bounce").unwrap();
    assert!(bounce.get("sg_message_id").is_none() && bounce["smtp-id"].as_str().unwrap().starts_with("<Sb"));
    assert_eq!((&bounce["type"], &bounce["status"]), (&json!("bounce"), &json!("5.1.1")));
}

#[tokio::test]
async fn who_bounced_complained_or_left_gets_nothing_more() {
    let (sandbox, receiver) = (start().await, receive());
    register(&sandbox, &receiver).await;
    for (behaviour, reason) in [
        ("bounce", "Bounced Address"),
        ("complain", "Spam Reporting Address"),
        ("provider-unsubscribe", "Unsubscribed Address"),
    ] {
        let to = format!("{behaviour}+1@example.org");
        for _ in 0..2 {
            sandbox.mail(letter(&[person(&to)])).await;
            sandbox.quiet().await;
        }
        let dropped: Vec<_> = receiver
            .events()
            .into_iter()
            .filter(|event| event["email"] == *to && event["event"] == "dropped")
            .collect();
        assert!(dropped.iter().any(|event| event["reason"] == reason), "{behaviour}: {dropped:?}");
    }
    sandbox.stop().await;
    receiver.stop().await;
}

/// Whom events of a kind are about.
fn about(events: &[Value], kind: &str) -> BTreeSet<String> {
    let told = events.iter().filter(|event| event["event"] == kind);
    told.map(|event| event["email"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn who_left_a_group_and_comes_back_is_told_of_and_gets_mail_again() {
    let (sandbox, receiver) = (start().await, receive());
    register(&sandbox, &receiver).await;
    let emails: Vec<_> = (0..8).map(|i| format!("provider-unsubscribe+{i}@example.org")).collect();
    let people: Vec<_> = emails.iter().map(|email| person(email)).collect();
    sandbox.mail(letter(&people)).await;
    sandbox.quiet().await;
    let (left, gone) =
        (about(&receiver.events(), "group_unsubscribe"), about(&receiver.events(), "unsubscribe"));
    assert!(!left.is_empty() && !gone.is_empty() && left.len() + gone.len() == 8, "{left:?} {gone:?}");
    for email in &emails {
        sandbox.change_account(json!({"resubscribe": email})).await;
    }
    sandbox.quiet().await;
    let events = receiver.events();
    assert_eq!(about(&events, "group_resubscribe"), left, "who left all mail is in no group to come back to");
    let back = events.iter().find(|event| event["event"] == "group_resubscribe").unwrap();
    assert_eq!((&back["asm_group_id"], &back["campaign"]), (&json!(10), &json!("42")));
    sandbox.mail(letter(&people)).await;
    sandbox.quiet().await;
    assert_eq!(about(&receiver.events(), "dropped"), gone);
    sandbox.stop().await;
    receiver.stop().await;
}

fn is_signed(hit: &Hit, key: &str) -> bool {
    let der = STANDARD.decode(key).unwrap();
    let key = VerifyingKey::from_sec1_bytes(&der[26..]).unwrap();
    let signature = STANDARD.decode(hit.header("x-twilio-email-event-webhook-signature")).unwrap();
    let signed = [hit.header("x-twilio-email-event-webhook-timestamp"), &hit.body].concat();
    key.verify(signed.as_bytes(), &Signature::from_der(&signature).unwrap()).is_ok()
}

#[tokio::test]
async fn posts_are_signed_to_the_last_byte_and_end_in_crlf() {
    let (sandbox, receiver) = (start().await, receive());
    let (_, key) = register(&sandbox, &receiver).await;
    assert_eq!((key.len(), &key), (124, &sandbox.running.sendgrid_webhook_key()));
    sandbox.mail(letter(&[person("defer+1@example.org")])).await;
    sandbox.quiet().await;
    let hits = receiver.hits();
    assert!(!hits.is_empty());
    for hit in hits {
        assert!(hit.body.ends_with("]\r\n") && is_signed(&hit, &key), "{}", hit.body);
        assert!(!is_signed(&Hit { body: hit.body.trim_end().to_owned(), ..hit }, &key));
    }
    sandbox.stop().await;
    receiver.stop().await;
}

#[tokio::test]
async fn events_come_again_after_any_refusal() {
    for status in [500, 503, 404, 429] {
        let (sandbox, receiver) = (start().await, receive());
        register(&sandbox, &receiver).await;
        receiver.hook_answers(status);
        sandbox.mail(letter(&[person("deliver+1@example.org")])).await;
        sandbox.until("/_sandbox/ledger", |body| body["webhooks"]["posts"].as_u64().unwrap() >= 2).await;
        receiver.hook_answers(200);
        sandbox.quiet().await;
        let webhooks = &sandbox.ledger().await["webhooks"];
        assert!(
            webhooks["arrived"].as_u64().unwrap() >= 2 && webhooks["discarded"] == 0,
            "{status}: {webhooks}"
        );
        sandbox.stop().await;
        receiver.stop().await;
    }
}

#[tokio::test]
async fn what_becomes_of_the_account_is_told_without_an_address() {
    let (sandbox, receiver) = (start().await, receive());
    register(&sandbox, &receiver).await;
    sandbox.change_account(json!({"status": "compliance_ban"})).await;
    sandbox.quiet().await;
    let event = receiver.events().remove(0);
    assert_eq!(
        (&event["event"], &event["type"]),
        (&json!("account_status_change"), &json!("compliance_ban"))
    );
    assert!(event.get("email").is_none());
    sandbox.stop().await;
    receiver.stop().await;
}

#[tokio::test]
async fn an_account_has_five_webhooks_and_each_can_be_read_changed_and_removed() {
    let (sandbox, receiver) = (start().await, receive());
    let none = sandbox.sendgrid("GET", &format!("{SETTINGS}/all"), None).await.body;
    assert_eq!(none["webhooks"], json!([{}]), "none are shown as one without members");
    let (id, _) = register(&sandbox, &receiver).await;
    let path = format!("{SETTINGS}/{id}");
    let change = json!({"delivered": false});
    assert_eq!(sandbox.sendgrid("PATCH", &path, Some(change)).await.body["delivered"], false);
    assert_eq!(sandbox.sendgrid("GET", &path, None).await.body["bounce"], true);
    assert_eq!(
        sandbox.sendgrid("POST", SETTINGS, Some(wanted(&receiver))).await.status,
        400,
        "the same address"
    );
    for i in 1..=5 {
        let other = json!({"enabled": true, "url": format!("{}/hook{i}", receiver.url)});
        let status = sandbox.sendgrid("POST", SETTINGS, Some(other)).await.status;
        assert_eq!(status, if i < 5 { 201 } else { 400 });
    }
    let far = json!({"enabled": true, "url": "https://www.example.org/hook"});
    assert_eq!(sandbox.sendgrid("POST", SETTINGS, Some(far)).await.status, 400);
    assert_eq!(sandbox.sendgrid("DELETE", &path, None).await.status, 204);
    assert_eq!(sandbox.sendgrid("GET", &path, None).await.status, 404);
    sandbox.stop().await;
    receiver.stop().await;
}
