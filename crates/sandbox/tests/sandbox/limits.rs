//! Rate limits and keys.

use sandbox::Settings;
use serde_json::json;

use crate::harness::{letter, letters, settings, start_with};

#[tokio::test]
async fn the_hundred_and_first_request_of_an_hour_is_refused_with_the_seconds_to_wait() {
    let sandbox = start_with(Settings { limits: true, ..settings() }).await;
    for i in 0..100 {
        let answer = sandbox.call("GET", "/v3/account", None).await;
        assert_eq!(
            (answer.status, answer.header("x-sib-ratelimit-remaining").unwrap()),
            (200, &*(99 - i).to_string())
        );
    }
    let refused = sandbox.call("GET", "/v3/account", None).await;
    assert_eq!(refused.status, 429);
    assert_eq!(refused.header("x-sib-ratelimit-limit"), Some("100"));
    let seconds: u32 = refused.header("x-sib-ratelimit-reset").unwrap().parse().unwrap();
    assert!((1..=3_600).contains(&seconds));
    sandbox.stop().await;
}

#[tokio::test]
async fn versions_have_a_limit_of_their_own() {
    let sandbox = start_with(Settings { limits: true, ..settings() }).await;
    let many = sandbox.send(letters(&json!([{"to": [{"email": "deliver+1@example.org"}]}]))).await;
    let one = sandbox.send(letter("deliver+1@example.org", "<p>x</p>")).await;
    assert_eq!((many.status, many.header("x-sib-ratelimit-limit")), (201, Some("100")));
    assert_eq!((one.status, one.header("x-sib-ratelimit-limit")), (201, Some("1000")));
    sandbox.stop().await;
}

#[tokio::test]
async fn without_limits_nobody_is_counted() {
    let sandbox = start_with(settings()).await;
    for _ in 0..101 {
        let answer = sandbox.call("GET", "/v3/account", None).await;
        assert_eq!((answer.status, answer.header("x-sib-ratelimit-limit")), (200, None));
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn only_the_keys_that_were_named_are_let_in() {
    let sandbox = start_with(Settings { api_keys: vec!["xkeysib-other".to_owned()], ..settings() }).await;
    assert_eq!(sandbox.call("GET", "/v3/account", None).await.refusal(), (401, "unauthorized"));
    let request = sandbox.web.get(sandbox.url("/v3/account"));
    assert_eq!(request.header("api-key", "xkeysib-other").send().await.unwrap().status(), 200);
    let keyless = sandbox.web.get(sandbox.url("/v3/account")).send().await.unwrap();
    assert_eq!(keyless.status(), 401);
    sandbox.stop().await;
}

#[tokio::test]
async fn what_is_not_there_is_told_in_the_providers_shape() {
    let sandbox = start_with(settings()).await;
    assert_eq!(sandbox.call("GET", "/v3/contacts", None).await.refusal(), (404, "document_not_found"));
    assert_eq!(sandbox.call("PUT", "/v3/smtp/email", None).await.refusal(), (405, "method_not_allowed"));
    sandbox.stop().await;
}
