//! `POST /v3/mail/send`.

use serde_json::{Value, json};

use super::{letter, person};
use crate::harness::start;

#[tokio::test]
async fn a_message_is_accepted_with_the_id_of_the_request_and_an_empty_body() {
    let sandbox = start().await;
    let answer =
        sandbox.mail(letter(&[person("deliver+1@example.org"), person("deliver+2@example.org")])).await;
    assert_eq!((answer.status, &answer.body), (202, &json!("")), "{}", answer.body);
    let id = answer.header("x-message-id").unwrap().to_owned();
    let ledger = sandbox.ledger().await;
    assert_eq!(ledger["totals"]["accepted"], 2);
    for line in ledger["recipients"].as_array().unwrap() {
        assert!(line["messages"][0]["messageId"].as_str().unwrap().starts_with(&format!("{id}.")));
        assert_eq!(line["tags"], json!(["campaign-42"]));
    }
    sandbox.stop().await;
}

/// The letter to one person with a member of it changed.
fn with(place: &str, value: Value) -> Value {
    let mut letter = letter(&[person("a@example.org")]);
    match letter.pointer_mut(place) {
        Some(member) => *member = value,
        None => letter[place.trim_start_matches('/')] = value,
    }
    letter
}

fn people(count: usize) -> Vec<Value> {
    (0..count).map(|i| person(&format!("deliver+{i}@example.org"))).collect()
}

#[tokio::test]
async fn what_the_real_service_refuses_is_refused_by_its_place() {
    let sandbox = start().await;
    let html = |value: &str| json!({"type": "text/html", "value": value});
    let text = json!({"type": "text/plain", "value": "x"});
    let one = "/personalizations/0";
    let cases = [
        (with("/from", Value::Null), "from"),
        (with("/from/email", json!("news")), "from.email"),
        (with("/subject", json!("")), "subject"),
        (with("/content", json!([])), "content"),
        (with("/content", json!([html("")])), "content.0.value"),
        (with("/content", json!([html("x"), text])), "content"),
        (with("/categories", json!(["a", "a"])), "categories"),
        (with("/categories", json!((0..11).map(|i| i.to_string()).collect::<Vec<_>>())), "categories"),
        (with("/personalizations", json!([])), "personalizations"),
        (with(&format!("{one}/to"), json!([])), "personalizations.0.to"),
        (with(&format!("{one}/to/0/email"), json!("no address")), "personalizations.0.to.0.email"),
        (
            with(&format!("{one}/to/0"), json!({"email": "a@example.org", "name": "A, B"})),
            "personalizations.0.to.0.name",
        ),
        (with(&format!("{one}/custom_args"), json!({"n": 7})), "personalizations.0.custom_args.n"),
        (
            with(&format!("{one}/custom_args"), json!({"n": "x".repeat(10_000)})),
            "personalizations.0.custom_args",
        ),
        (
            with(
                one,
                json!({"to": [{"email": "a@example.org"}], "substitutions": {"{a}": "x".repeat(9_993)}}),
            ),
            "personalizations.0.substitutions",
        ),
        (
            with(one, json!({"to": [{"email": "a@example.org"}], "headers": {"Reply-To": "x"}})),
            "personalizations.0.headers",
        ),
        (with("/template_id", json!("d-1")), "template_id"),
        (with("/custom_args", json!({"a": "b"})), "custom_args"),
        (letter(&[person("a@example.org"), person("A@Example.org")]), "personalizations"),
        (letter(&people(1_001)), "personalizations"),
    ];
    for (letter, field) in cases {
        let answer = sandbox.mail(letter).await;
        assert_eq!(
            (answer.status, &answer.body["errors"][0]["field"]),
            (400, &json!(field)),
            "{}",
            answer.body
        );
        assert!(answer.body["errors"][0]["message"].is_string());
    }
    assert_eq!(sandbox.ledger().await["totals"]["accepted"], 0);
    sandbox.stop().await;
}

#[tokio::test]
async fn the_largest_request_that_is_allowed_is_accepted_and_one_of_thirty_megabytes_is_not() {
    let sandbox = start().await;
    assert_eq!(sandbox.mail(letter(&people(1_000))).await.status, 202);
    let heavy = with("/content/1/value", json!("x".repeat(30_000_000)));
    assert_eq!(sandbox.mail(heavy).await.status, 413);
    assert_eq!(sandbox.ledger().await["totals"]["accepted"], 1_000);
    sandbox.stop().await;
}

#[tokio::test]
async fn a_trial_is_answered_by_another_status_and_sends_nothing() {
    let sandbox = start().await;
    let answer = sandbox.mail(with("/mail_settings", json!({"sandbox_mode": {"enable": true}}))).await;
    assert_eq!((answer.status, answer.header("x-message-id")), (200, None));
    assert_eq!(sandbox.ledger().await["totals"]["accepted"], 0);
    sandbox.stop().await;
}

#[tokio::test]
async fn everybody_sees_their_own_values_as_they_are() {
    let sandbox = start().await;
    let mut two = [person("deliver+1@example.org"), person("deliver+2@example.org")];
    two[0]["substitutions"] = json!({"{a}": "<b>Awa</b>"});
    two[1]["substitutions"] = json!({"{a}": "Bob"});
    two[1]["subject"] = json!("Own {a}");
    assert_eq!(sandbox.mail(letter(&two)).await.status, 202);
    for (path, shown) in [
        ("/messages/1/html", "<p>Bonjour <b>Awa</b></p>"),
        ("/messages/2/html", "<p>Bonjour Bob</p>"),
        ("/messages/2", "<h1>Own Bob</h1>"),
    ] {
        let page = sandbox.call("GET", path, None).await.body;
        assert!(page.as_str().unwrap().contains(shown), "{path}: {page}");
    }
    sandbox.stop().await;
}
