//! What Meta does to an account, and tells of it and of its number.

use serde_json::{Value, json};

use super::{PERSON, changes, promo, promo_to};
use crate::{
    harness::{Sandbox, start},
    receiver::{Receiver, receive},
};

async fn listened_to() -> (Sandbox, Receiver) {
    let (sandbox, receiver) = (start().await, receive());
    sandbox.subscribe(&receiver).await;
    sandbox.approved(promo()).await;
    (sandbox, receiver)
}

/// How a template and a text are refused: by their codes.
async fn refused(sandbox: &Sandbox) -> [Value; 2] {
    let text =
        json!({"messaging_product": "whatsapp", "to": PERSON, "type": "text", "text": {"body": "Bonjour"}});
    let template = sandbox.message(promo_to(PERSON)).await.body["error"]["code"].clone();
    [template, sandbox.message(text).await.body["error"]["code"].clone()]
}

async fn update(sandbox: &Sandbox, update: Value) {
    assert_eq!(sandbox.call("POST", "/_sandbox/meta", Some(update)).await.status, 204);
}

#[tokio::test]
async fn a_locked_account_sends_nothing_and_a_restricted_one_begins_with_nobody_until_it_is_reinstated() {
    let (sandbox, receiver) = listened_to().await;
    let locked = [json!(131_031), json!(131_031)];
    let free = [Value::Null, Value::Null];
    let reinstate = json!({"event": "DISABLED_UPDATE", "state": "REINSTATE"});
    for (told, expected) in [
        (json!({"event": "DISABLED_UPDATE", "state": "SCHEDULE_FOR_DISABLE"}), free.clone()),
        (json!({"event": "ACCOUNT_VIOLATION", "violation": "SCAM"}), free.clone()),
        (json!({"event": "DISABLED_UPDATE", "state": "DISABLE"}), locked.clone()),
        (reinstate.clone(), free.clone()),
        (json!({"event": "ACCOUNT_RESTRICTION"}), [json!(368), Value::Null]),
        (reinstate, free),
        (json!({"event": "ACCOUNT_DELETED"}), locked),
    ] {
        update(&sandbox, told.clone()).await;
        assert_eq!(refused(&sandbox).await, expected, "{told}");
    }
    sandbox.quiet().await;
    let told = changes(&receiver.hits());
    let of = |event: &str| {
        let known = told.iter().find(|(field, value)| field == "account_update" && value["event"] == event);
        known.map(|(_, value)| value.clone()).unwrap()
    };
    assert_eq!(of("ACCOUNT_VIOLATION")["violation_info"], json!({"violation_type": "SCAM"}));
    assert!(of("DISABLED_UPDATE")["ban_info"]["waba_ban_state"].is_string());
    let restriction = &of("ACCOUNT_RESTRICTION")["restriction_info"][0];
    assert_eq!(restriction["restriction_type"], "RESTRICTED_BIZ_INITIATED_MESSAGING");
    assert!(restriction["expiration"].is_i64());
    of("ACCOUNT_DELETED");
    sandbox.stop().await;
    receiver.stop().await;
}

#[tokio::test]
async fn an_update_that_says_too_little_is_refused_with_what_to_write() {
    let sandbox = start().await;
    for wrong in [json!({"event": "DISABLED_UPDATE"}), json!({"event": "RENAMED"}), json!({})] {
        let answer = sandbox.call("POST", "/_sandbox/meta", Some(wrong)).await;
        assert_eq!(answer.status, 400);
        assert!(answer.body.to_string().contains("SCHEDULE_FOR_DISABLE"), "{}", answer.body);
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn what_a_number_may_do_and_how_it_is_seen_is_told_by_what_has_changed() {
    let (sandbox, receiver) = listened_to().await;
    for number in [
        json!({"line": "meta", "quality": "RED"}),
        json!({"line": "meta", "quality": "YELLOW"}),
        json!({"line": "meta", "throughput": "HIGH"}),
        json!({"line": "meta", "tier": 250}),
        json!({"line": "meta", "tier": 0}),
        json!({"line": "meta", "tier": 0}),
    ] {
        sandbox.act("number", number).await;
    }
    sandbox.quiet().await;
    let told = changes(&receiver.hits());
    let mut words: Vec<_> = told
        .iter()
        .filter(|(field, _)| field.starts_with("phone_number") || field.starts_with("business"))
        .map(|(_, value)| match value["event"].as_str() {
            Some(event) => event.to_owned(),
            None => value["max_daily_conversations_per_business"].to_string(),
        })
        .collect();
    words.sort();
    words.dedup();
    let expected = ["-1", "250", "DOWNGRADE", "FLAGGED", "THROUGHPUT_UPGRADE", "UNFLAGGED", "UPGRADE"];
    assert_eq!(words, expected);
    sandbox.stop().await;
    receiver.stop().await;
}
