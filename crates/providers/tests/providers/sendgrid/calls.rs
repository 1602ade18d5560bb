//! Calls that send nothing: account, past events, webhook.

use chrono::DateTime;
use providers::{Failure, Health, Registered, SendgridSettings, Window};
use serde_json::{Value, json};
use url::Url;

use super::{OTHER_KEY, WEBHOOK_KEY, error, open, open_with, settings};
use crate::server::{Act, PATIENT, Server};

#[tokio::test]
async fn an_account_may_send_by_a_key_with_that_scope() {
    let scopes = |scopes: &[&str]| Act::answer(200, json!({ "scopes": scopes }));
    let refusal = Act::answer(401, error("authorization required", None));
    let mut server =
        Server::start([scopes(&["alerts.read", "mail.send"]), scopes(&["mail.batch.create"]), refusal]).await;
    let connection = open(server.url.clone());
    assert_eq!(connection.probe().await, Ok(Health { enabled: true, credits: None }));
    assert_eq!(connection.probe().await, Ok(Health { enabled: false, credits: None }));
    let refused = Failure::Refused { code: "unauthorized".into(), detail: "authorization required".into() };
    assert_eq!(connection.probe().await, Err(refused));
    assert_eq!(server.received()[0].line, "GET /v3/scopes HTTP/1.1");
}

#[tokio::test]
async fn past_events_are_refused_without_a_call() {
    let mut server = Server::start([]).await;
    let window = Window { from: DateTime::UNIX_EPOCH, to: DateTime::UNIX_EPOCH, tag: None };
    let refused = open(server.url.clone()).sweep(&window, 0).await.unwrap_err();
    assert!(matches!(refused, Failure::Refused { .. }), "{refused:?}");
    assert!(server.received().is_empty());
}

fn hook() -> Url {
    Url::parse("https://app.example.org/hooks/sendgrid/main").unwrap()
}

fn wanted() -> Value {
    json!({
        "enabled": true, "url": hook().as_str(), "friendly_name": "EB VISION Marketing",
        "processed": true, "delivered": true, "deferred": true, "bounce": true, "dropped": true,
        "spam_report": true, "unsubscribe": true, "group_unsubscribe": true, "group_resubscribe": true,
        "account_status_change": true, "open": false, "click": false,
    })
}

fn signed(key: &str) -> Act {
    Act::answer(200, json!({"id": "77d4a5da", "public_key": key}))
}

#[tokio::test]
async fn a_webhook_that_sendgrid_does_not_know_is_created_and_signed() {
    let others =
        json!({"max_allowed": 5, "webhooks": [{}, {"id": "1", "url": "https://app.example.org/other"}]});
    let made = Act::answer(201, json!({"id": "77d4a5da", "url": hook().as_str()}));
    let mut server = Server::start([Act::answer(200, others), made, signed(WEBHOOK_KEY)]).await;
    assert_eq!(open(server.url.clone()).ensure_webhook(&hook()).await, Ok(Registered::Created));
    let received = server.received();
    assert_eq!(received[0].line, "GET /v3/user/webhooks/event/settings/all HTTP/1.1");
    assert_eq!(received[1].line, "POST /v3/user/webhooks/event/settings HTTP/1.1");
    assert_eq!(received[1].json(), wanted());
    assert_eq!(received[2].line, "PATCH /v3/user/webhooks/event/settings/signed/77d4a5da HTTP/1.1");
    assert_eq!(received[2].json(), json!({"enabled": true}));
}

#[tokio::test]
async fn a_webhook_that_sendgrid_knows_is_written_again() {
    let known = Act::answer(200, json!({"webhooks": [{"id": "77d4a5da", "url": hook().as_str()}]}));
    let mut server = Server::start([known, Act::answer(200, "{}"), signed(WEBHOOK_KEY)]).await;
    assert_eq!(open(server.url.clone()).ensure_webhook(&hook()).await, Ok(Registered::Updated));
    let received = server.received();
    assert_eq!(received[1].line, "PATCH /v3/user/webhooks/event/settings/77d4a5da HTTP/1.1");
    assert_eq!(received[1].json(), wanted());
}

#[tokio::test]
async fn a_key_that_the_settings_do_not_hold_is_told_with_what_to_do() {
    for webhook_key in [Some(OTHER_KEY.to_owned()), None] {
        let known = Act::answer(200, json!({"webhooks": [{"id": "77d4a5da", "url": hook().as_str()}]}));
        let server = Server::start([known, Act::answer(200, "{}"), signed(WEBHOOK_KEY)]).await;
        let settings = SendgridSettings { webhook_key, ..settings(Some(server.url.clone())) };
        let error = open_with(settings, PATIENT).ensure_webhook(&hook()).await.unwrap_err();
        assert!(matches!(&error, Failure::Refused { code, .. } if code == "webhook_key"), "{error:?}");
        let told = error.to_string();
        assert!(told.contains(&format!("EBVISION_SENDGRID_WEBHOOK_KEY to {WEBHOOK_KEY}")), "{told}");
    }
}

#[tokio::test]
async fn an_account_full_of_webhooks_says_so() {
    let full = error("You have reached the maximum number of webhooks per your current billing plan.", None);
    let server = Server::start([Act::answer(200, json!({"webhooks": [{}]})), Act::answer(400, full)]).await;
    let error = open(server.url.clone()).ensure_webhook(&hook()).await.unwrap_err();
    assert!(
        matches!(&error, Failure::Refused { .. }) && error.to_string().contains("maximum number"),
        "{error}"
    );
}
