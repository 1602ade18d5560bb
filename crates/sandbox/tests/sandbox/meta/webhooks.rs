//! What Meta tells.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use super::{ACCOUNT, PERSON, changes, promo, promo_to, statuses};
use crate::{
    harness::{Sandbox, start},
    receiver::{Receiver, receive},
};

async fn listened_to() -> (Sandbox, Receiver) {
    let (sandbox, receiver) = (start().await, receive());
    sandbox.subscribe(&receiver).await;
    sandbox.approved(promo()).await;
    sandbox.quiet().await;
    (sandbox, receiver)
}

#[tokio::test]
async fn a_receiver_is_asked_whether_it_wants_to_be_one() {
    let (sandbox, receiver) = listened_to().await;
    let asked = &receiver.hits()[0];
    assert_eq!(asked.method, "GET");
    assert!(asked.path.contains("hub.mode=subscribe") && asked.path.contains("hub.verify_token=mine"));
    let facts = sandbox.call("GET", "/_sandbox/meta", None).await.body;
    assert_eq!(facts["webhook"], format!("{}/hook/meta", receiver.url));
    let elsewhere = json!({"override_callback_uri": "https://example.org/h", "verify_token": "x"});
    let refused = sandbox.graph("POST", &format!("{ACCOUNT}/subscribed_apps"), Some(elsewhere)).await;
    assert_eq!(refused.status, 400);
    sandbox.stop().await;
    receiver.stop().await;
}

#[tokio::test]
async fn a_receiver_that_gives_no_challenge_back_is_refused() {
    let (sandbox, receiver) = (start().await, receive());
    let body = json!({"override_callback_uri": format!("{}/gone", receiver.url), "verify_token": "mine"});
    let refused = sandbox.graph("POST", &format!("{ACCOUNT}/subscribed_apps"), Some(body)).await;
    assert_eq!((refused.status, &refused.body["error"]["code"]), (400, &json!(2_200)));
    assert_eq!(sandbox.call("GET", "/_sandbox/meta", None).await.body["webhook"], json!(null));
    sandbox.stop().await;
    receiver.stop().await;
}

#[tokio::test]
async fn posts_are_signed_over_their_raw_bytes() {
    let (sandbox, receiver) = listened_to().await;
    sandbox.message(promo_to(PERSON)).await;
    sandbox.quiet().await;
    let facts = sandbox.call("GET", "/_sandbox/meta", None).await.body;
    let secret = facts["appSecret"].as_str().unwrap();
    let hits = receiver.hits();
    let posts: Vec<_> = hits.iter().filter(|hit| hit.method == "POST").collect();
    assert!(!posts.is_empty());
    for post in posts {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(post.body.as_bytes());
        let bytes = mac.finalize().into_bytes();
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(post.header("x-hub-signature-256"), format!("sha256={hex}"));
    }
    sandbox.stop().await;
    receiver.stop().await;
}

#[tokio::test]
async fn statuses_bring_back_what_was_given_along_and_what_was_charged() {
    let (sandbox, receiver) = listened_to().await;
    sandbox.behave(PERSON, "read").await;
    let id = sandbox.message(promo_to(PERSON)).await.body["messages"][0]["id"].clone();
    sandbox.quiet().await;
    let told = statuses(&receiver.hits());
    for word in ["sent", "delivered", "read"] {
        let status = told.iter().find(|status| status["status"] == word).unwrap();
        assert_eq!((&status["id"], &status["recipient_id"]), (&id, &json!("33612345678")));
        assert_eq!(status["biz_opaque_callback_data"], "c:42:7");
        let charged = status["pricing"]["type"].as_str().unwrap_or("nothing");
        assert_eq!(charged, if word == "read" { "nothing" } else { "regular" }, "{word}");
    }
    sandbox.stop().await;
    receiver.stop().await;
}

#[tokio::test]
async fn a_failure_is_told_with_its_code_and_without_the_person() {
    let (sandbox, receiver) = listened_to().await;
    sandbox.behave(PERSON, "capped").await;
    sandbox.message(promo_to(PERSON)).await;
    sandbox.quiet().await;
    let told = changes(&receiver.hits());
    let (_, value) = told.iter().find(|(_, value)| value["statuses"].is_array()).unwrap();
    assert_eq!(value["statuses"][0]["errors"][0]["code"], 131_049);
    assert!(value["contacts"].is_null() && value["statuses"][0]["recipient_user_id"].is_null());
    sandbox.stop().await;
    receiver.stop().await;
}

fn news<'c>(changes: &'c [(String, Value)], field: &str) -> Vec<&'c Value> {
    changes.iter().filter(|(own, _)| own == field).map(|(_, value)| value).collect()
}

#[tokio::test]
async fn what_becomes_of_templates_is_told() {
    let (sandbox, receiver) = listened_to().await;
    for order in [
        json!({"line": "meta", "name": "promo", "status": "REJECTED", "reason": "SCAM"}),
        json!({"line": "meta", "name": "promo", "status": "PAUSED"}),
        json!({"line": "meta", "name": "promo", "quality": "YELLOW"}),
        json!({"line": "meta", "name": "promo", "category": "UTILITY"}),
    ] {
        sandbox.act("templates", order).await;
    }
    sandbox.act("number", json!({"line": "meta", "quality": "RED", "tier": 250})).await;
    sandbox.quiet().await;
    let told = changes(&receiver.hits());
    let statuses = news(&told, "message_template_status_update");
    let of = |event: &str| statuses.iter().find(|value| value["event"] == event).unwrap();
    assert!(of("APPROVED")["message_template_id"].is_u64());
    assert_eq!(
        (&of("REJECTED")["reason"], &of("PAUSED")["other_info"]["title"]),
        (&json!("SCAM"), &json!("FIRST_PAUSE"))
    );
    assert!(of("REJECTED")["rejection_info"]["recommendation"].is_string());
    let quality = news(&told, "message_template_quality_update")[0];
    assert_eq!(quality["new_quality_score"], "YELLOW");
    assert_eq!(news(&told, "template_category_update")[0]["new_category"], "UTILITY");
    assert_eq!(news(&told, "phone_number_quality_update")[0]["current_limit"], "TIER_250");
    sandbox.stop().await;
    receiver.stop().await;
}

#[tokio::test]
async fn what_is_not_answered_by_a_200_comes_again() {
    let (sandbox, receiver) = (start().await, receive());
    let body = json!({"override_callback_uri": format!("{}/hook?a=1", receiver.url), "verify_token": "mine"});
    assert_eq!(sandbox.graph("POST", &format!("{ACCOUNT}/subscribed_apps"), Some(body)).await.status, 200);
    receiver.hook_answers(204);
    sandbox.act("say", json!({"from": PERSON, "text": "Bonjour"})).await;
    sandbox.until("/_sandbox/ledger", |ledger| ledger["webhooks"]["retried"] != 0).await;
    receiver.hook_answers(200);
    sandbox.quiet().await;
    let webhooks = sandbox.ledger().await["webhooks"].clone();
    assert_eq!(webhooks["discarded"], 0);
    assert_ne!(webhooks["arrived"], 0);
    sandbox.stop().await;
    receiver.stop().await;
}
