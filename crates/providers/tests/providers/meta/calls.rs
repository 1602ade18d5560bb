//! Calls that send nothing: the number, past events, the webhook.

use chrono::DateTime;
use domain::whatsapp::{SenderNews, TemplateQuality};
use providers::{Failure, Health, Registered, Window};
use serde_json::{Value, json};
use url::Url;

use super::{VERIFY_TOKEN, error, open, whatsapp_of};
use crate::server::{Act, Server};

#[tokio::test]
async fn a_number_may_send_unless_it_is_known_that_nothing_leaves_by_it() {
    let cases = [("CONNECTED", true), ("FLAGGED", true), ("", true), ("banned", false), ("PENDING", false)];
    for (status, enabled) in cases {
        let mut server = Server::start([Act::answer(200, json!({"id": "1", "status": status}))]).await;
        let health = open(server.url.clone()).probe().await;
        assert_eq!(health, Ok(Health { enabled, credits: None }), "{status}");
        let line = "GET /v3/v25.0/106540000000001?fields=id%2Cstatus HTTP/1.1";
        assert_eq!(server.received()[0].line, line);
    }
    let server = Server::start([Act::answer(401, error(190, "expired"))]).await;
    let refused = Failure::Refused { code: "190".into(), detail: "expired".into() };
    assert_eq!(open(server.url.clone()).probe().await, Err(refused));
}

#[tokio::test]
async fn a_call_that_is_one_too_many_may_be_made_again() {
    let server = Server::start([Act::answer(400, error(80_008, "too many calls"))]).await;
    let told = open(server.url.clone()).probe().await;
    assert!(matches!(told, Err(Failure::Retry { after: Some(_), .. })), "{told:?}");
}

#[tokio::test]
async fn a_number_tells_its_quality_its_limit_and_its_pace() {
    let cases = [
        (
            json!({"quality_rating": "YELLOW", "whatsapp_business_manager_messaging_limit": "TIER_2K", "throughput": {"level": "STANDARD"}}),
            SenderNews {
                quality: Some(TemplateQuality::Yellow),
                daily_limit: Some(Some(2_000)),
                per_second: Some(80),
                event: None,
            },
        ),
        (
            json!({"quality_rating": "NA", "whatsapp_business_manager_messaging_limit": "TIER_UNLIMITED", "throughput": {"level": "HIGH"}}),
            SenderNews {
                quality: Some(TemplateQuality::Unknown),
                daily_limit: Some(None),
                per_second: Some(1_000),
                event: None,
            },
        ),
        (json!({"id": "1", "throughput": {"level": "NOT_APPLICABLE"}}), SenderNews::default()),
    ];
    for (told, expected) in cases {
        let mut server = Server::start([Act::answer(200, told)]).await;
        let connection = open(server.url.clone());
        assert_eq!(whatsapp_of(&connection).sender().await, Ok(expected));
        assert!(
            server.received()[0]
                .line
                .contains("?fields=quality_rating%2Cwhatsapp_business_manager_messaging_limit%2Cthroughput")
        );
        assert_eq!(whatsapp_of(&connection).phone(), "+33700000000");
    }
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
    Url::parse("https://app.example.org/hooks/meta/meta").unwrap()
}

async fn registered(known: Value, done: Act) -> (Result<Registered, Failure>, Value) {
    let mut server = Server::start([Act::answer(200, known), done]).await;
    let told = open(server.url.clone()).ensure_webhook(&hook()).await;
    let received = server.received();
    assert_eq!(received[0].line, "GET /v3/v25.0/102290000000001/subscribed_apps HTTP/1.1");
    assert_eq!(received[1].line, "POST /v3/v25.0/102290000000001/subscribed_apps HTTP/1.1");
    (told, received[1].json())
}

#[tokio::test]
async fn our_webhook_is_written_whether_meta_knows_it_or_not() {
    let others = json!({"data": [{"whatsapp_business_api_data": {"id": "1"}}, {"override_callback_uri": "https://other.example"}]});
    let ours = json!({"data": [{"override_callback_uri": hook().as_str()}]});
    for (known, expected) in
        [(others, Registered::Created), (json!({}), Registered::Created), (ours, Registered::Updated)]
    {
        let (told, body) = registered(known, Act::answer(200, json!({"success": true}))).await;
        assert_eq!(told, Ok(expected));
        assert_eq!(body, json!({"override_callback_uri": hook().as_str(), "verify_token": VERIFY_TOKEN}));
    }
}

#[tokio::test]
async fn an_address_that_does_not_answer_yet_is_offered_again_and_a_no_is_a_no() {
    let (told, _) =
        registered(json!({}), Act::answer(400, error(2_200, "callback verification failed"))).await;
    assert!(matches!(told, Err(Failure::Retry { .. })), "{told:?}");
    for no in [Act::answer(200, json!({"success": false})), Act::answer(403, error(200, "no right"))] {
        let (told, _) = registered(json!({}), no).await;
        assert!(matches!(told, Err(Failure::Refused { .. })), "{told:?}");
    }
}
