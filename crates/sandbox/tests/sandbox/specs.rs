//! The judge, with a small specification of our own in the shape of the provider's.

use std::path::PathBuf;

use sandbox::Settings;
use serde_json::json;

use crate::harness::{Sandbox, letter, letters, settings, start_with};

pub(crate) fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/sandbox/fixtures")
}

async fn judged() -> Sandbox {
    start_with(Settings { specs: Some(folder()), ..settings() }).await
}

#[tokio::test]
async fn what_follows_the_specification_and_its_known_gaps_passes() {
    let sandbox = judged().await;
    let versions = json!([{
        "to": [{"email": "deliver+1@example.org", "contactPixelTrackingConsent": false}],
        "headers": {"X-Mailin-custom": "1"}, "params": {"prenom": "Awa"},
    }]);
    assert_eq!(sandbox.send(letters(&versions)).await.status, 201);
    sandbox.call("GET", "/v3/smtp/statistics/events?limit=10", None).await;
    let found = sandbox.call("GET", "/_sandbox/specs", None).await.body;
    assert_eq!((&found["validated"], &found["violations"]), (&json!(2), &json!(0)), "{found}");
    sandbox.running.stop().await.unwrap();
}

#[tokio::test]
async fn misspelt_members_and_wrong_types_are_violations_and_the_run_fails() {
    let sandbox = judged().await;
    let mut misspelt = letter("deliver+1@example.org", "<p>x</p>");
    misspelt["reply_to"] = json!({"email": "a@example.org"});
    sandbox.send(misspelt).await;
    sandbox.send(letters(&json!([{"to": [{"email": "deliver+1@example.org", "consent": true}]}]))).await;
    sandbox.call("GET", "/v3/smtp/statistics/events?limit=6000", None).await;
    sandbox.call("GET", "/v3/smtp/statistics/events?messageID=1", None).await;
    let found = sandbox.call("GET", "/_sandbox/specs", None).await.body;
    assert_eq!(found["violations"], 4, "{found}");
    assert!(found["first"][0].as_str().unwrap().contains("reply_to"));
    let why = sandbox.running.stop().await.unwrap_err().to_string();
    assert!(why.contains("4 violations"), "{why}");
}

#[tokio::test]
async fn a_run_that_was_to_be_judged_and_was_not_fails() {
    let sandbox = judged().await;
    let why = sandbox.running.stop().await.unwrap_err().to_string();
    assert!(why.contains("not one request"), "{why}");
}

#[tokio::test]
async fn a_folder_without_the_specification_is_told_at_the_start() {
    let nowhere = Settings { specs: Some(PathBuf::from("/nowhere")), ..settings() };
    let why = format!("{:#}", sandbox::start(nowhere).await.unwrap_err());
    assert!(why.contains("/nowhere/brevo-go-swagger.yaml"), "{why}");
}
