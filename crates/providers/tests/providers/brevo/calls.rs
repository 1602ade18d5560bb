//! Calls that send nothing: account, past events, webhook.

use chrono::{DateTime, Utc};
use domain::event::{EventKind, Subject};
use providers::{Failure, Health, Registered, Window};
use serde_json::{Value, json};
use url::Url;

use super::open;
use crate::server::{Act, Server};
use crate::world::Spoken as _;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[tokio::test]
async fn an_account_tells_whether_it_may_send_and_how_much_is_left() {
    let account =
        |relay: bool, plan: Value| Act::answer(200, json!({"relay": {"enabled": relay}, "plan": plan}));
    let mut server = Server::start([
        account(true, json!([{"type": "subscription", "credits": 8755.0}, {"type": "sms", "credits": 12.0}])),
        account(false, json!([])),
        Act::answer(401, json!({"code": "unauthorized", "message": "Key not found"})),
    ])
    .await;
    let connection = open(server.url.clone());
    assert_eq!(connection.probe().await, Ok(Health { enabled: true, credits: Some(8755) }));
    assert_eq!(connection.probe().await, Ok(Health { enabled: false, credits: None }));
    let refused = Failure::Refused { code: "unauthorized".into(), detail: "Key not found".into() };
    assert_eq!(connection.probe().await, Err(refused));
    assert_eq!(server.received()[0].line, "GET /v3/account HTTP/1.1");
}

fn reported(event: &str, second: &str) -> Value {
    json!({"email": "alice@example.com", "date": format!("2026-11-07T{second}"), "messageId": "<a.1@relay>", "event": event,
        "tag": "campaign-42", "from": "news@example.org", "reason": "as told"})
}

#[tokio::test]
async fn past_events_are_asked_for_by_window_oldest_first() {
    let events = [
        reported("requests", "10:00:08Z"),
        reported("loadedByProxy", "11:00:09+01:00"),
        reported("hardBounces", "what?"),
    ];
    let mut server = Server::start([Act::answer(200, json!({ "events": events }))]).await;
    let window = Window {
        from: at("2026-11-05T22:00:00Z"),
        to: at("2026-11-07T12:00:00Z"),
        tag: Some("campaign-42".into()),
    };
    let page = open(server.url.clone()).sweep(&window, 2).await.unwrap();
    assert_eq!(page.next, None);
    let told: Vec<_> =
        page.told.tellings.iter().map(|telling| (telling.event.kind, telling.event.occurred_at)).collect();
    let expected = [
        (EventKind::Accepted, at("2026-11-07T10:00:08Z")),
        (EventKind::Opened, at("2026-11-07T10:00:09Z")),
        (EventKind::Bounced, window.to),
    ];
    assert_eq!(told, expected);
    let first = &page.told.tellings[0];
    let subject =
        Subject::Message { message_id: "a.1@relay".into(), address: Some("alice@example.com".into()) };
    assert_eq!((&first.event.subject, &first.tags), (&subject, &vec!["campaign-42".to_owned()]));
    let line = server.received()[0].line.clone();
    let query = "limit=5000&offset=10000&startDate=2026-11-05&endDate=2026-11-07&sort=asc&tags=%5B%22campaign-42%22%5D";
    assert_eq!(line, format!("GET /v3/smtp/statistics/events?{query} HTTP/1.1"));
}

#[tokio::test]
async fn a_full_page_has_a_next_one() {
    let events = vec![reported("delivered", "10:00:08Z"); 5_000];
    let server = Server::start([Act::answer(200, json!({ "events": events })), Act::answer(200, "{}")]).await;
    let window = Window { from: at("2026-11-07T00:00:00Z"), to: at("2026-11-07T12:00:00Z"), tag: None };
    let connection = open(server.url.clone());
    assert_eq!(connection.sweep(&window, 0).await.unwrap().next, Some(1));
    assert_eq!(connection.sweep(&window, 1).await.unwrap().next, None);
}

#[tokio::test]
async fn an_event_has_one_natural_key_whether_a_webhook_or_a_report_tells_it() {
    let server =
        Server::start([Act::answer(200, json!({"events": [reported("hardBounces", "10:00:08.250Z")]}))])
            .await;
    let connection = open(server.url.clone());
    let window = Window { from: at("2026-11-07T00:00:00Z"), to: at("2026-11-07T12:00:00Z"), tag: None };
    let swept = connection.sweep(&window, 0).await.unwrap().told.tellings.remove(0).event;
    let webhook = json!({"event": "hard_bounce", "email": "Alice@example.com", "message-id": "a.1@relay",
        "ts_event": at("2026-11-07T10:00:08Z").timestamp()});
    let told = connection.hears(webhook.to_string().as_bytes(), window.to).unwrap().tellings.remove(0).event;
    assert_eq!(swept.natural_key, told.natural_key);
}

fn hook() -> Url {
    Url::parse("https://app.example.org/hooks/brevo/main").unwrap()
}

fn wanted() -> Value {
    json!({
        "url": "https://app.example.org/hooks/brevo/main",
        "description": "EB VISION Marketing",
        "batched": true,
        "events": ["request", "delivered", "deferred", "softBounce", "hardBounce", "invalid", "blocked", "spam",
            "opened", "uniqueOpened", "click", "unsubscribed"],
        "auth": {"type": "bearer", "token": "token-of-our-own-1"},
    })
}

#[tokio::test]
async fn a_webhook_that_brevo_does_not_know_is_created() {
    let other = json!({"webhooks": [{"id": 1, "url": "https://app.example.org/other", "events": []}]});
    let mut server = Server::start([Act::answer(200, other), Act::answer(201, json!({"id": 5}))]).await;
    assert_eq!(open(server.url.clone()).ensure_webhook(&hook()).await, Ok(Registered::Created));
    let received = server.received();
    assert_eq!(received[0].line, "GET /v3/webhooks?type=transactional HTTP/1.1");
    assert_eq!(received[1].line, "POST /v3/webhooks HTTP/1.1");
    let mut expected = wanted();
    expected["type"] = "transactional".into();
    assert_eq!(received[1].json(), expected);
}

#[tokio::test]
async fn a_webhook_that_brevo_knows_is_written_again() {
    let known = json!({"webhooks": [{"id": 7, "url": hook().as_str(), "events": ["opened"]}]});
    let mut server = Server::start([Act::answer(200, known), Act::answer(204, "")]).await;
    assert_eq!(open(server.url.clone()).ensure_webhook(&hook()).await, Ok(Registered::Updated));
    let received = server.received();
    assert_eq!(received[1].line, "PUT /v3/webhooks/7 HTTP/1.1");
    assert_eq!(received[1].json(), wanted());
}

#[tokio::test]
async fn an_account_full_of_webhooks_says_so_without_a_try() {
    let webhooks: Vec<_> =
        (0..40).map(|id| json!({"id": id, "url": format!("https://x.example/{id}")})).collect();
    let mut server = Server::start([Act::answer(200, json!({ "webhooks": webhooks }))]).await;
    let error = open(server.url.clone()).ensure_webhook(&hook()).await.unwrap_err();
    assert!(error.to_string().contains("delete one"), "{error}");
    assert_eq!(server.received().len(), 1);
}
