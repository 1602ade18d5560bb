//! The lists of addresses.

use sandbox::Settings;
use serde_json::{Value, json};

use super::{letter, person};
use crate::{
    harness::{Sandbox, settings, start, start_with},
    specs::folder,
};

async fn rows(sandbox: &Sandbox, list: &str, query: &str) -> Vec<Value> {
    let answer = sandbox.sendgrid("GET", &format!("/suppression/{list}{query}"), None).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body.as_array().unwrap().clone()
}

async fn write_to(sandbox: &Sandbox, email: &str) {
    assert_eq!(sandbox.mail(letter(&[person(email)])).await.status, 202);
    sandbox.quiet().await;
}

#[tokio::test]
async fn whoever_bounces_complains_or_is_nobody_is_on_the_list_of_it() {
    let sandbox = start_with(Settings { specs: Some(folder()), ..settings() }).await;
    for (word, list, member) in [
        ("bounce", "bounces", "status"),
        ("late-bounce", "bounces", "reason"),
        ("soft", "blocks", "status"),
        ("invalid", "invalid_emails", "reason"),
        ("complain", "spam_reports", "ip"),
    ] {
        let email = format!("{word}+1@example.org");
        write_to(&sandbox, &email).await;
        let found = rows(&sandbox, list, "").await;
        let row = found.iter().find(|row| row["email"] == json!(email)).unwrap();
        assert!(row["created"].is_i64() && row[member].is_string(), "{row}");
    }
    let found = sandbox.call("GET", "/_sandbox/specs", None).await.body;
    assert_eq!(found["violations"], 0, "{found}");
    sandbox.stop().await;
}

#[tokio::test]
async fn what_a_colleague_put_on_a_list_is_dropped_but_a_block_keeps_nobody_from_the_next_message() {
    let sandbox = start().await;
    for (list, email) in [("blocks", "deliver+1@example.org"), ("bounces", "deliver+2@example.org")] {
        sandbox.change_account(json!({"suppress": {"list": list, "emails": [email]}})).await;
        write_to(&sandbox, email).await;
    }
    let totals = sandbox.ledger().await["totals"].clone();
    assert_eq!((&totals["delivered"], &totals["bounced"]["blocked"]), (&json!(1), &json!(1)), "{totals}");
    sandbox.stop().await;
}

#[tokio::test]
async fn a_list_is_told_in_pages_of_five_hundred_at_most_and_by_time() {
    let sandbox = start().await;
    let emails: Vec<_> = (0..501).map(|i| format!("p{i}@example.org")).collect();
    sandbox.change_account(json!({"suppress": {"list": "unsubscribes", "emails": emails}})).await;
    assert_eq!(rows(&sandbox, "unsubscribes", "").await.len(), 500);
    let rest = rows(&sandbox, "unsubscribes", "?offset=500").await;
    assert_eq!(rest.len(), 1);
    let created = rest[0]["created"].as_i64().unwrap();
    let counted = async |query: String| rows(&sandbox, "unsubscribes", &query).await.len();
    assert_eq!(counted(format!("?start_time={created}&limit=3")).await, 3);
    assert_eq!(counted(format!("?start_time={}", created + 60)).await, 0);
    assert_eq!(counted(format!("?end_time={}", created - 60)).await, 0);
    let long = sandbox.sendgrid("GET", "/suppression/unsubscribes?limit=501", None).await;
    assert_eq!(long.status, 400);
    sandbox.stop().await;
}
