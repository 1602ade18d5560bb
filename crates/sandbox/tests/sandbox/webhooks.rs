//! Webhooks: registration, payloads, disorder, retries.

use serde_json::{Value, json};

use crate::{
    harness::{Sandbox, letter, letters, start},
    receiver::{Receiver, receive},
};

const ALL: [&str; 12] = [
    "request",
    "delivered",
    "deferred",
    "softBounce",
    "hardBounce",
    "blocked",
    "invalid",
    "spam",
    "opened",
    "uniqueOpened",
    "click",
    "unsubscribed",
];

async fn register(sandbox: &Sandbox, receiver: &Receiver, batched: bool) -> i64 {
    let hook = json!({
        "url": format!("{}/hook", receiver.url), "description": "test", "type": "transactional", "events": ALL,
        "batched": batched, "auth": {"type": "bearer", "token": "k3y"}, "headers": [{"key": "X-Cp-Account", "value": "7"}],
    });
    let answer = sandbox.call("POST", "/v3/webhooks", Some(hook)).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.body["id"].as_i64().unwrap()
}

fn members(event: &Value) -> Vec<&str> {
    event.as_object().unwrap().keys().map(String::as_str).collect()
}

/// The events that one recipient causes, by the payload's word.
async fn caused(to: &str) -> Vec<Value> {
    let (sandbox, receiver) = (start().await, receive());
    register(&sandbox, &receiver, true).await;
    let mut letter = letter(to, &format!("<a href='{0}/c1'>x</a><img src='{0}/o.gif'>", receiver.url));
    letter["headers"] = json!({"X-Mailin-custom": "{\"m\":\"01JD2V8Q5M\"}"});
    sandbox.send(letter).await;
    sandbox.quiet().await;
    let mut events = receiver.events();
    let order =
        |event: &Value| ["request", "delivered"].iter().position(|word| event["event"] == *word).unwrap_or(9);
    events.sort_by_key(order);
    sandbox.stop().await;
    receiver.stop().await;
    events
}

async fn words(to: &str) -> Vec<String> {
    let mut words: Vec<_> =
        caused(to).await.iter().map(|event| event["event"].as_str().unwrap().to_owned()).collect();
    words.dedup();
    words
}

#[tokio::test]
async fn every_behaviour_is_told_in_the_words_of_the_payload() {
    for (behaviour, last) in [
        ("defer", vec!["request", "delivered", "deferred"]),
        ("soft", vec!["request", "soft_bounce"]),
        ("bounce", vec!["request", "hard_bounce"]),
        ("invalid", vec!["request", "invalid_email"]),
        ("blocked", vec!["request", "blocked"]),
        ("apple", vec!["request", "delivered", "unique_proxy_open"]),
        ("open", vec!["request", "delivered", "unique_opened"]),
        ("scanner", vec!["request", "delivered", "click"]),
        ("complain", vec!["request", "delivered", "spam"]),
        ("provider-unsubscribe", vec!["request", "delivered", "unsubscribed"]),
    ] {
        assert_eq!(words(&format!("{behaviour}+1@example.org")).await, last, "{behaviour}");
    }
}

#[tokio::test]
async fn a_delivery_has_the_members_of_a_real_one() {
    let event = caused("deliver+1@example.org").await.remove(1);
    let expected = [
        "X-Mailin-custom",
        "date",
        "email",
        "event",
        "id",
        "message-id",
        "reason",
        "sending_ip",
        "subject",
        "tag",
        "tags",
        "ts",
        "ts_epoch",
        "ts_event",
    ];
    let mut found = members(&event);
    found.sort_unstable();
    assert_eq!(found, expected);
    assert_eq!((&event["tag"], &event["tags"]), (&json!("[\"campaign-42\"]"), &json!(["campaign-42"])));
    assert_eq!(event["X-Mailin-custom"], "{\"m\":\"01JD2V8Q5M\"}");
    assert!(event["message-id"].as_str().unwrap().starts_with('<'));
    assert_eq!(event["ts_epoch"].as_i64().unwrap() / 1_000, event["ts"].as_i64().unwrap());
}

#[tokio::test]
async fn complaints_blocks_and_proxies_lack_what_they_lack_in_reality() {
    let spam = caused("complain+1@example.org").await.pop().unwrap();
    assert!(!members(&spam).contains(&"subject") && members(&spam).contains(&"X-Mailin-custom"));
    let blocked = caused("blocked+1@example.org").await.pop().unwrap();
    assert!(!members(&blocked).contains(&"X-Mailin-custom") && members(&blocked).contains(&"reason"));
    let proxy = caused("apple+1@example.org").await.pop().unwrap();
    assert!(!members(&proxy).contains(&"X-Mailin-custom") && members(&proxy).contains(&"sender_email"));
    assert_eq!((&proxy["link"], &proxy["sending_ip"]), (&json!(""), &json!("::")));
}

#[tokio::test]
async fn the_receiver_is_shown_the_token_and_the_headers_that_were_registered() {
    let (sandbox, receiver) = (start().await, receive());
    let id = register(&sandbox, &receiver, false).await;
    sandbox.send(letter("deliver+1@example.org", "<p>x</p>")).await;
    sandbox.quiet().await;
    for hit in receiver.hits() {
        assert_eq!((hit.header("authorization"), hit.header("x-cp-account")), ("Bearer k3y", "7"));
        let body: Value = serde_json::from_str(&hit.body).unwrap();
        assert_eq!(body["id"], id, "a single post is one object");
    }
    sandbox.stop().await;
    receiver.stop().await;
}

/// Everything that these many recipients cause, kept back until all of it has happened.
async fn posted_together(recipients: usize) -> (Receiver, Value) {
    let (sandbox, receiver) = (start().await, receive());
    register(&sandbox, &receiver, true).await;
    sandbox.set_fault(json!({"kind": "webhooks_paused"})).await;
    let version = |i| json!({"to": [{"email": format!("deliver+{i}@example.org")}]});
    let versions: Vec<_> = (0..recipients).map(version).collect();
    sandbox.send(letters(&json!(versions))).await;
    sandbox.until("/_sandbox/quiet", |body| body["recipients"] == 0).await;
    assert!(receiver.events().is_empty());
    sandbox.call("DELETE", "/_sandbox/faults", None).await;
    sandbox.quiet().await;
    let ledger = sandbox.ledger().await;
    sandbox.stop().await;
    (receiver, ledger)
}

#[tokio::test]
async fn batches_are_arrays_of_at_most_five_hundred_with_repeats() {
    let (receiver, ledger) = posted_together(600).await;
    let posts = receiver.hits().into_iter().map(|hit| serde_json::from_str::<Value>(&hit.body).unwrap());
    let sizes: Vec<_> = posts.map(|post| post.as_array().unwrap().len()).collect();
    assert!(sizes.iter().all(|size| *size <= 500) && sizes.contains(&500), "{sizes:?}");
    let repeated = ledger["webhooks"]["repeated"].as_u64().unwrap();
    assert!(repeated > 0);
    assert_eq!(receiver.events().len() as u64, 1_200 + repeated);
    receiver.stop().await;
}

#[tokio::test]
async fn some_deliveries_are_told_before_their_requests() {
    let (receiver, _) = posted_together(200).await;
    assert_eq!(receiver.hits().len(), 1, "one post, so that nothing but the outbox sets the order");
    let events = receiver.events();
    let place = |email: &Value, word: &str| {
        events.iter().position(|event| event["email"] == *email && event["event"] == word).unwrap()
    };
    let overtaken = |event: &&Value| place(&event["email"], "delivered") < place(&event["email"], "request");
    assert!(events.iter().filter(overtaken).count() > 0);
    receiver.stop().await;
}

#[tokio::test]
async fn events_are_sent_again_after_429_and_never_after_500() {
    for (status, arrives) in [(429, true), (500, false), (404, false)] {
        let (sandbox, receiver) = (start().await, receive());
        register(&sandbox, &receiver, false).await;
        receiver.hook_answers(status);
        sandbox.send(letter("deliver+1@example.org", "<p>x</p>")).await;
        let tried = |body: &Value| body["webhooks"]["posts"].as_u64().unwrap() >= 2;
        sandbox.until("/_sandbox/ledger", tried).await;
        receiver.hook_answers(200);
        sandbox.quiet().await;
        let webhooks = &sandbox.ledger().await["webhooks"];
        let arrived = webhooks["arrived"].as_u64().unwrap();
        assert_eq!(
            (arrived >= 2, webhooks["discarded"].as_u64() == Some(0)),
            (arrives, arrives),
            "{status}: {webhooks}"
        );
        sandbox.stop().await;
        receiver.stop().await;
    }
}

#[tokio::test]
async fn events_are_given_up_when_nobody_listens_for_long() {
    let (sandbox, receiver) = (start().await, receive());
    register(&sandbox, &receiver, true).await;
    receiver.stop().await;
    sandbox.send(letter("deliver+1@example.org", "<p>x</p>")).await;
    sandbox.quiet().await;
    let webhooks = &sandbox.ledger().await["webhooks"];
    assert!(
        webhooks["retried"].as_u64().unwrap() >= 8 && webhooks["discarded"].as_u64().unwrap() >= 2,
        "{webhooks}"
    );
    sandbox.stop().await;
}

#[tokio::test]
async fn an_account_has_forty_webhooks_and_each_can_be_read_changed_and_removed() {
    let (sandbox, receiver) = (start().await, receive());
    let id = register(&sandbox, &receiver, true).await;
    let path = format!("/v3/webhooks/{id}");
    let change = json!({"events": ["delivered"], "batched": false});
    assert_eq!(sandbox.call("PUT", &path, Some(change)).await.status, 204);
    let read = sandbox.call("GET", &path, None).await.body;
    assert_eq!(
        (&read["events"], &read["batched"], &read["auth"]["token"]),
        (&json!(["delivered"]), &json!(false), &json!("k3y"))
    );
    for _ in 1..40 {
        register(&sandbox, &receiver, true).await;
    }
    let one_more = json!({"url": format!("{}/hook", receiver.url), "events": ["click"]});
    assert_eq!(sandbox.call("POST", "/v3/webhooks", Some(one_more)).await.refusal(), (400, "bad_request"));
    assert_eq!(
        sandbox.call("GET", "/v3/webhooks", None).await.body["webhooks"].as_array().unwrap().len(),
        40
    );
    assert_eq!(sandbox.call("DELETE", &path, None).await.status, 204);
    assert_eq!(sandbox.call("GET", &path, None).await.refusal(), (404, "document_not_found"));
    sandbox.stop().await;
    receiver.stop().await;
}

#[tokio::test]
async fn a_webhook_in_the_payloads_words_or_of_another_machine_is_refused() {
    let sandbox = start().await;
    for hook in [
        json!({"url": "http://127.0.0.1:9/hook", "events": ["hard_bounce"]}),
        json!({"url": "https://www.example.org/hook", "events": ["click"]}),
        json!({"url": "http://127.0.0.1:9/hook", "events": ["proxy_open"]}),
    ] {
        assert_eq!(
            sandbox.call("POST", "/v3/webhooks", Some(hook)).await.refusal(),
            (400, "invalid_parameter")
        );
    }
    sandbox.stop().await;
}
