//! The ledger.

use std::fs;

use sandbox::Settings;
use serde_json::{Value, json};

use crate::harness::{letter, settings, start, start_with};

#[tokio::test]
async fn a_message_sent_twice_shows_as_two() {
    let sandbox = start().await;
    for _ in 0..2 {
        sandbox.send(letter("deliver+1@example.org", "<p>x</p>")).await;
    }
    sandbox.send(letter("deliver+2@example.org", "<p>x</p>")).await;
    sandbox.quiet().await;
    let ledger = sandbox.ledger().await;
    let totals = &ledger["totals"];
    assert_eq!(
        (&totals["accepted"], &totals["distinctRecipients"], &totals["moreThanOnce"]),
        (&json!(3), &json!(2), &json!(1))
    );
    let first = &ledger["recipients"][0];
    assert_eq!((&first["email"], &first["accepted"]), (&json!("deliver+1@example.org"), &json!(2)));
    assert_ne!(first["messages"][0]["messageId"], first["messages"][1]["messageId"]);
    sandbox.stop().await;
}

#[tokio::test]
async fn the_ledger_can_be_read_for_one_campaign() {
    let sandbox = start().await;
    sandbox.send(letter("deliver+1@example.org", "<p>x</p>")).await;
    let mut other = letter("deliver+1@example.org", "<p>x</p>");
    other["tags"] = json!(["campaign-43"]);
    sandbox.send(other).await;
    sandbox.quiet().await;
    for (tag, accepted) in [("campaign-42", 1), ("campaign-43", 1), ("campaign-44", 0)] {
        let ledger = sandbox.call("GET", &format!("/_sandbox/ledger?tag={tag}"), None).await.body;
        assert_eq!(ledger["totals"]["accepted"], accepted, "{tag}");
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn requests_are_counted_by_route_and_status() {
    let sandbox = start().await;
    sandbox.send(letter("deliver+1@example.org", "<p>x</p>")).await;
    sandbox.send(json!({})).await;
    sandbox.call("GET", "/v3/contacts", None).await;
    let requests = &sandbox.ledger().await["requests"];
    assert_eq!(requests["byRoute"], json!({"POST /smtp/email": 2, "unknown": 1}));
    assert_eq!(requests["byStatus"], json!({"201": 1, "400": 1, "404": 1}));
    sandbox.stop().await;
}

#[tokio::test]
async fn a_reset_forgets_the_messages_and_keeps_the_account() {
    let sandbox = start().await;
    sandbox.send(letter("bounce+1@example.org", "<p>x</p>")).await;
    sandbox.quiet().await;
    assert_eq!(sandbox.call("DELETE", "/_sandbox/ledger", None).await.status, 204);
    let ledger = sandbox.ledger().await;
    assert_eq!((&ledger["totals"]["accepted"], &ledger["requests"]["all"]), (&json!(0), &json!(0)));
    sandbox.send(letter("bounce+1@example.org", "<p>x</p>")).await;
    sandbox.quiet().await;
    assert_eq!(sandbox.ledger().await["totals"]["bounced"]["blocked"], 1);
    sandbox.stop().await;
}

#[tokio::test]
async fn the_file_tells_each_request_and_each_deed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ledger.jsonl");
    let sandbox = start_with(Settings { ledger: Some(file.clone()), ..settings() }).await;
    sandbox.send(letter("deliver+1@example.org", "<p>x</p>")).await;
    sandbox.quiet().await;
    sandbox.stop().await;
    let text = fs::read_to_string(file).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let request = lines.iter().find(|line| line["request"] == "POST /smtp/email").unwrap();
    assert_eq!((&request["status"], &request["accepted"]), (&json!(201), &json!(1)));
    let deeds: Vec<_> = lines.iter().filter_map(|line| line["deed"]["what"].as_str()).collect();
    assert_eq!(deeds, ["accepted", "delivered"]);
}
