//! Keys, senders, credits, limits, and the account that is taken away.

use sandbox::Settings;
use serde_json::json;

use super::{letter, person};
use crate::harness::{settings, start, start_with};

fn one() -> serde_json::Value {
    letter(&[person("deliver+1@example.org")])
}

#[tokio::test]
async fn a_call_without_a_key_is_refused_and_one_with_a_key_may_send() {
    let sandbox = start().await;
    let keyless = sandbox.web.get(sandbox.url("/sendgrid/v3/scopes")).send().await.unwrap();
    assert_eq!(keyless.status(), 401);
    let scopes = sandbox.sendgrid("GET", "/scopes", None).await.body;
    assert_eq!(scopes["scopes"][0], "mail.send");
    assert_eq!(sandbox.sendgrid("GET", "/contacts", None).await.status, 404);
    assert_eq!(sandbox.sendgrid("PUT", "/mail/send", None).await.status, 405);
    sandbox.stop().await;
}

#[tokio::test]
async fn only_senders_that_were_verified_are_let_through() {
    let senders = vec!["contact@example.org".to_owned()];
    let sandbox = start_with(Settings { senders, ..settings() }).await;
    assert_eq!(sandbox.mail(one()).await.status, 403);
    let mut letter = one();
    letter["from"]["email"] = json!("Contact@Example.org");
    assert_eq!(sandbox.mail(letter).await.status, 202);
    sandbox.stop().await;
}

#[tokio::test]
async fn each_message_takes_a_credit_and_without_enough_of_them_nothing_is_sent() {
    let sandbox = start().await;
    sandbox.change_account(json!({"credits": 1})).await;
    let two = letter(&[person("deliver+1@example.org"), person("deliver+2@example.org")]);
    let refused = sandbox.mail(two).await;
    assert_eq!(
        (refused.status, &refused.body["errors"][0]["message"]),
        (401, &json!("Maximum credits exceeded"))
    );
    assert_eq!(sandbox.mail(one()).await.status, 202);
    assert_eq!(sandbox.mail(one()).await.status, 401);
    sandbox.stop().await;
}

#[tokio::test]
async fn an_account_that_was_taken_away_sends_nothing_until_it_is_given_back() {
    let sandbox = start().await;
    sandbox.change_account(json!({"status": "compliance_suspend"})).await;
    assert_eq!(sandbox.mail(one()).await.status, 403);
    sandbox.change_account(json!({"status": "reactivate"})).await;
    assert_eq!(sandbox.mail(one()).await.status, 202);
    let wrong = sandbox.call("POST", "/_sandbox/sendgrid", Some(json!({"status": "gone"}))).await;
    assert_eq!(wrong.status, 400);
    sandbox.stop().await;
}

#[tokio::test]
async fn faults_strike_sendgrid_in_its_own_words() {
    let sandbox = start().await;
    let storm = json!({"kind": "rate_limit", "reset": 7, "times": 1, "route": "POST /v3/mail/send"});
    sandbox.set_fault(storm).await;
    let answer = sandbox.mail(one()).await;
    assert_eq!((answer.status, &answer.body["errors"][0]["message"]), (429, &json!("too many requests")));
    assert!(
        answer.header("x-ratelimit-reset").unwrap().parse::<i64>().unwrap() > 1_700_000_000,
        "an instant"
    );
    sandbox.set_fault(json!({"kind": "server_error", "times": 1})).await;
    assert_eq!(sandbox.mail(one()).await.status, 500);
    assert_eq!(sandbox.mail(one()).await.status, 202);
    sandbox.stop().await;
}

#[tokio::test]
async fn other_calls_have_six_hundred_a_minute_and_sending_tells_no_limit() {
    let sandbox = start_with(Settings { limits: true, ..settings() }).await;
    let left = |answer: &crate::harness::Answer| answer.header("x-ratelimit-remaining").map(str::to_owned);
    assert_eq!(left(&sandbox.sendgrid("GET", "/scopes", None).await).as_deref(), Some("599"));
    assert_eq!(left(&sandbox.mail(one()).await), None);
    sandbox.stop().await;
}
