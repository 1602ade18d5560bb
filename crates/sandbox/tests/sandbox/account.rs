//! Statistics, blocked contacts, the account.

use sandbox::Settings;
use serde_json::json;

use crate::harness::{Sandbox, letter, settings, start, start_with};

async fn after(recipients: &[&str]) -> Sandbox {
    let sandbox = start().await;
    for to in recipients {
        sandbox.send(letter(to, "<p>x</p>")).await;
        sandbox.quiet().await;
    }
    sandbox
}

async fn events(sandbox: &Sandbox, query: &str) -> Vec<String> {
    let answer = sandbox.call("GET", &format!("/v3/smtp/statistics/events?{query}"), None).await;
    let rows = answer.body["events"].as_array().unwrap_or_else(|| panic!("{query}: {}", answer.body)).clone();
    rows.iter().map(|row| row["event"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn events_are_reported_in_words_of_their_own_and_found_by_filters() {
    let sandbox = after(&["bounce+1@example.org", "soft+1@example.org", "open+1@example.org"]).await;
    let oldest_first =
        ["requests", "hardBounces", "requests", "softBounces", "requests", "delivered", "opened"];
    assert_eq!(events(&sandbox, "sort=asc").await, oldest_first);
    assert_eq!(events(&sandbox, "limit=1").await, ["opened"]);
    assert_eq!(events(&sandbox, "limit=1&offset=1").await, ["delivered"]);
    assert_eq!(events(&sandbox, "event=bounces").await, ["softBounces", "hardBounces"]);
    assert_eq!(events(&sandbox, "email=BOUNCE%2B1@example.org&event=hardBounces").await, ["hardBounces"]);
    assert_eq!(events(&sandbox, "tags=%5B%22campaign-42%22%5D&event=opened&days=1").await, ["opened"]);
    assert!(events(&sandbox, "tags=other").await.is_empty());
    assert!(events(&sandbox, "startDate=2020-01-01&endDate=2020-01-02").await.is_empty());
    sandbox.stop().await;
}

#[tokio::test]
async fn a_message_is_found_by_its_id_with_and_without_brackets() {
    let sandbox = start().await;
    let id = sandbox.send(letter("deliver+1@example.org", "<p>x</p>")).await.body["messageId"]
        .as_str()
        .unwrap()
        .to_owned();
    sandbox.send(letter("deliver+2@example.org", "<p>x</p>")).await;
    sandbox.quiet().await;
    let bare = id.trim_matches(['<', '>']);
    assert_eq!(events(&sandbox, &format!("messageId={bare}")).await.len(), 2);
    assert_eq!(events(&sandbox, &format!("messageId=%3C{bare}%3E")).await.len(), 2);
    sandbox.stop().await;
}

#[tokio::test]
async fn a_report_that_asks_too_much_is_refused() {
    let sandbox = start().await;
    for (query, code) in [
        ("limit=5001", "out_of_range"),
        ("days=91", "out_of_range"),
        ("startDate=2026-11-01", "missing_parameter"),
        ("days=3&startDate=2026-11-01&endDate=2026-11-02", "invalid_parameter"),
        ("event=hard_bounce", "invalid_parameter"),
    ] {
        let answer = sandbox.call("GET", &format!("/v3/smtp/statistics/events?{query}"), None).await;
        assert_eq!(answer.refusal(), (400, code), "{query}");
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn blocked_addresses_are_listed_with_their_reason_and_can_be_let_in_again() {
    let recipients = ["bounce+1@example.org", "complain+1@example.org", "provider-unsubscribe+1@example.org"];
    let sandbox = after(&recipients).await;
    let list = || sandbox.call("GET", "/v3/smtp/blockedContacts?sort=asc", None);
    let body = list().await.body;
    let codes: Vec<_> = body["contacts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["reason"]["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["hardBounce", "contactFlaggedAsSpam", "unsubscribedViaEmail"]);
    let one = "/v3/smtp/blockedContacts/bounce%2B1%40example.org";
    assert_eq!(sandbox.call("DELETE", one, None).await.status, 204);
    assert_eq!(sandbox.call("DELETE", one, None).await.refusal(), (404, "document_not_found"));
    assert_eq!(list().await.body["count"], 2);
    sandbox.stop().await;
}

#[tokio::test]
async fn with_the_accounts_feature_only_those_who_agreed_are_named() {
    let sandbox = start_with(Settings { tracking_consent: true, ..settings() }).await;
    for (i, consent) in [Some(true), Some(false), None].into_iter().enumerate() {
        let mut letter = letter(&format!("open+{i}@example.org"), "<p>x</p>");
        if let Some(consent) = consent {
            letter["to"][0]["contactPixelTrackingConsent"] = json!(consent);
        }
        sandbox.send(letter).await;
    }
    sandbox.quiet().await;
    let report = sandbox.call("GET", "/v3/smtp/statistics/events?event=opened", None).await.body;
    let named: Vec<_> = report["events"].as_array().unwrap().iter().map(|row| row["email"].clone()).collect();
    assert_eq!(named, ["open+0@example.org"]);
    sandbox.stop().await;
}

#[tokio::test]
async fn the_account_may_send() {
    let sandbox = start().await;
    let account = sandbox.call("GET", "/v3/account", None).await;
    assert_eq!((account.status, &account.body["relay"]["enabled"]), (200, &json!(true)));
    sandbox.stop().await;
}
