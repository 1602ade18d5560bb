//! Event Streams, the two ways of signing, and codes on demand.

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::PERSON;
use crate::{
    harness::{Sandbox, start},
    receiver::{Hit, Receiver, receive},
};

async fn tell(sandbox: &Sandbox, change: Value) {
    assert_eq!(sandbox.call("POST", "/_sandbox/twilio", Some(change)).await.status, 204);
}

/// A content that was approved under the eyes of a sink.
async fn streamed(signing: &str) -> (Sandbox, Receiver, Hit) {
    let (sandbox, receiver) = (start().await, receive());
    tell(&sandbox, json!({"sink": format!("{}/sink", receiver.url), "signing": signing})).await;
    sandbox.approved_content().await;
    let hits = receiver.hits();
    let hit = hits.iter().find(|hit| hit.path.starts_with("/sink")).unwrap().clone();
    (sandbox, receiver, hit)
}

async fn token(sandbox: &Sandbox) -> String {
    sandbox.twilio_account().await.token
}

fn sha1(token: &str, address: &str) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(token.as_bytes()).unwrap();
    mac.update(address.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

#[tokio::test]
async fn what_becomes_of_a_content_is_streamed_as_json_that_its_address_names() {
    let (sandbox, receiver, hit) = streamed("sha1").await;
    let digest: String = Sha256::digest(&hit.body).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hit.path, format!("/sink?bodySHA256={digest}"));
    let address = format!("{}{}", receiver.url, hit.path);
    assert_eq!(hit.header("x-twilio-signature"), sha1(&token(&sandbox).await, &address));
    assert_eq!(hit.header("content-type"), "application/json");
    let events: Value = serde_json::from_str(&hit.body).unwrap();
    assert_eq!(events[0]["type"], "com.twilio.messaging.template.approval.updated");
    let data = &events[0]["data"];
    assert_eq!(
        (&data["type"], &data["template"]["currentValue"]),
        (&json!("status_update"), &json!("approved"))
    );
    assert!(data["template"]["sid"].as_str().unwrap().starts_with("HX"));
    sandbox.stop().await;
    receiver.stop().await;
}

#[tokio::test]
async fn a_shared_key_signs_by_sha_256_and_is_named() {
    let (sandbox, receiver, hit) = streamed("sha256").await;
    let facts = sandbox.call("GET", "/_sandbox/twilio", None).await.body;
    let (name, secret) = facts["webhookKey"].as_str().unwrap().split_once('=').unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{}{}", receiver.url, hit.path).as_bytes());
    assert_eq!(hit.header("x-twilio-signature"), STANDARD.encode(mac.finalize().into_bytes()));
    let settings = format!("key={name},algorithm=HMAC_SHA256");
    assert_eq!(hit.header("x-twilio-webhooks-signature-settings"), settings);
    sandbox.stop().await;
    receiver.stop().await;
}

#[tokio::test]
async fn a_forged_signature_is_not_the_accounts() {
    let (sandbox, receiver, hit) = streamed("forged").await;
    let address = format!("{}{}", receiver.url, hit.path);
    let signature = hit.header("x-twilio-signature");
    assert!(!signature.is_empty() && signature != sha1(&token(&sandbox).await, &address));
    sandbox.stop().await;
    receiver.stop().await;
}

#[tokio::test]
async fn any_code_is_played_later_by_a_person_and_at_once_by_a_fault() {
    let sandbox = start().await;
    let sid = sandbox.approved_content().await;
    for (person, code) in [("+33612345601", 63_038), ("+33612345602", 63_062), ("+33612345603", 30_036)] {
        sandbox.act(&format!("people/{person}"), json!({"code": code})).await;
        sandbox.write_to(person, &[("ContentSid", &sid)]).await;
    }
    sandbox.quiet().await;
    let failed = json!({"63038": 1, "63062": 1, "30036": 1});
    assert_eq!(sandbox.whatsapp().await["totals"]["failed"], failed);
    let route = "POST /2010-04-01/Accounts/{AccountSid}/Messages.json";
    for code in [21_611, 30_001, 63_119] {
        sandbox.set_fault(json!({"kind": "refused", "code": code, "route": route, "times": 1})).await;
        let answer = sandbox.write_to(PERSON, &[("ContentSid", &sid)]).await;
        assert_eq!((answer.status, &answer.body["code"]), (400, &json!(code)));
    }
    assert_eq!(sandbox.whatsapp().await["totals"]["accepted"], 3, "nothing of these was processed");
    sandbox.stop().await;
}

#[tokio::test]
async fn a_template_that_is_too_long_once_it_is_filled_fails_later() {
    let sandbox = start().await;
    let sid = sandbox.approved_content().await;
    for (person, name) in [(PERSON, "x".repeat(1_100)), ("+33612345679", "x".repeat(900))] {
        let variables = json!({"1": name}).to_string();
        let more = [("ContentSid", &*sid), ("ContentVariables", &variables)];
        assert_eq!(sandbox.write_to(person, &more).await.status, 201);
    }
    sandbox.quiet().await;
    let totals = sandbox.whatsapp().await["totals"].clone();
    assert_eq!((&totals["failed"], &totals["delivered"]), (&json!({"63021": 1}), &json!(1)));
    sandbox.stop().await;
}

#[tokio::test]
async fn a_content_is_paused_once_so_many_of_its_messages_were_taken_and_those_after_them_fail() {
    let sandbox = start().await;
    let sid = sandbox.approved_content().await;
    let order = json!({"line": "twilio", "name": "promo", "status": "PAUSED", "after": 2});
    sandbox.act("templates", order).await;
    for i in 0..5 {
        sandbox.write_to(&format!("+3361234560{i}"), &[("ContentSid", &sid)]).await;
    }
    sandbox.act("templates", json!({"line": "twilio", "name": "promo", "status": "DISABLED"})).await;
    sandbox.write_to(PERSON, &[("ContentSid", &sid)]).await;
    sandbox.quiet().await;
    let totals = sandbox.whatsapp().await["totals"].clone();
    assert_eq!((&totals["delivered"], &totals["failed"]), (&json!(2), &json!({"63041": 3, "63042": 1})));
    sandbox.stop().await;
}
