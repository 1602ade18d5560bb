//! `POST /smtp/email`.

use serde_json::{Value, json};

use crate::harness::{letter, letters, start};

fn person(i: usize) -> Value {
    json!({"email": format!("deliver+{i}@example.org")})
}

fn version(to: &[usize]) -> Value {
    json!({"to": to.iter().map(|i| person(*i)).collect::<Vec<_>>(), "params": {"prenom": "Awa"}})
}

#[tokio::test]
async fn a_message_is_accepted_with_an_id_in_brackets() {
    let sandbox = start().await;
    let answer = sandbox.send(letter("deliver+1@example.org", "<p>x</p>")).await;
    assert_eq!(answer.status, 201);
    let id = answer.body["messageId"].as_str().unwrap();
    assert!(id.starts_with('<') && id.ends_with("@smtp-relay.mailin.fr>"), "{id}");
    sandbox.stop().await;
}

#[tokio::test]
async fn versions_get_their_ids_in_order() {
    let sandbox = start().await;
    let versions: Vec<_> = (0..50).map(|i| version(&[i])).collect();
    let ids = sandbox.send(letters(&json!(versions))).await.body["messageIds"].as_array().unwrap().clone();
    assert_eq!(ids.len(), 50);
    let ledger = sandbox.ledger().await;
    for line in ledger["recipients"].as_array().unwrap() {
        let number =
            line["email"].as_str().unwrap()["deliver+".len()..].split('@').next().unwrap().to_owned();
        assert_eq!(line["messages"][0]["messageId"], ids[number.parse::<usize>().unwrap()]);
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn what_the_real_service_refuses_is_refused_in_its_shape() {
    let sandbox = start().await;
    let base = || letter("a@example.org", "<p>x</p>");
    let without = |member: &str| {
        let mut letter = base();
        letter.as_object_mut().unwrap().remove(member);
        letter
    };
    let with = |member: &str, value: Value| {
        let mut letter = base();
        letter[member] = value;
        letter
    };
    let many = |count: usize, of: usize| {
        json!(
            (0..count).map(|i| version(&(0..of).map(|k| i * of + k).collect::<Vec<_>>())).collect::<Vec<_>>()
        )
    };
    let heavy = |bytes: usize, count: usize| {
        json!(
            (0..count)
                .map(|i| json!({"to": [person(i)], "params": {"a": "x".repeat(bytes)}}))
                .collect::<Vec<_>>()
        )
    };
    let mut both = letters(&many(1, 1));
    both["to"] = json!([{"email": "a@example.org"}]);
    let consent = |value: Value| json!([{"email": "a@example.org", "contactPixelTrackingConsent": value}]);
    let cases = [
        (json!([]), "bad_request"),
        (without("htmlContent"), "missing_parameter"),
        (without("sender"), "missing_parameter"),
        (without("subject"), "missing_parameter"),
        (without("to"), "missing_parameter"),
        (with("to", json!([{"email": "no address"}])), "invalid_parameter"),
        (with("to", json!([{"email": "a@example.org", "name": "n".repeat(71)}])), "invalid_parameter"),
        (with("to", consent(json!("yes"))), "invalid_parameter"),
        (with("to", consent(json!(null))), "invalid_parameter"),
        (with("headers", json!({"X-Number": 7})), "invalid_parameter"),
        (with("templateId", json!(3)), "invalid_parameter"),
        (both, "invalid_parameter"),
        (letters(&many(1_001, 1)), "out_of_range"),
        (letters(&many(1, 100)), "out_of_range"),
        (letters(&many(21, 99)), "out_of_range"),
        (letters(&heavy(101 << 10, 1)), "out_of_range"),
        (letters(&heavy(90 << 10, 12)), "out_of_range"),
    ];
    for (index, (letter, code)) in cases.into_iter().enumerate() {
        let answer = sandbox.send(letter).await;
        assert_eq!(answer.refusal(), (400, code), "case {index}: {}", answer.body);
        assert!(answer.body["message"].is_string());
    }
    assert_eq!(sandbox.ledger().await["totals"]["accepted"], 0);
    sandbox.stop().await;
}

#[tokio::test]
async fn the_largest_request_that_is_allowed_is_accepted() {
    let sandbox = start().await;
    let versions: Vec<_> = (0..1_000).map(|i| version(&[2 * i, 2 * i + 1])).collect();
    let answer = sandbox.send(letters(&json!(versions))).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    assert_eq!(sandbox.ledger().await["totals"]["accepted"], 2_000);
    sandbox.stop().await;
}

#[tokio::test]
async fn a_repeated_idempotency_key_sends_nothing_more() {
    let sandbox = start().await;
    let mut letter = letter("deliver+1@example.org", "<p>x</p>");
    letter["headers"] = json!({"idempotencyKey": "3d0f4f0e-8a1b-5c77-9a51-0a7d3f0b9c11"});
    assert_eq!(sandbox.send(letter.clone()).await.status, 201);
    assert_eq!(sandbox.send(letter).await.refusal(), (400, "duplicate_parameter"));
    assert_eq!(sandbox.ledger().await["totals"]["accepted"], 1);
    sandbox.stop().await;
}

#[tokio::test]
async fn a_trial_is_answered_and_sends_nothing() {
    let sandbox = start().await;
    let mut letter = letter("deliver+1@example.org", "<p>x</p>");
    letter["headers"] = json!({"X-Sib-Sandbox": "drop"});
    let answer = sandbox.send(letter).await;
    assert_eq!((answer.status, answer.body["messageId"].is_string()), (201, true));
    sandbox.quiet().await;
    assert_eq!(sandbox.ledger().await["totals"]["accepted"], 0);
    sandbox.stop().await;
}

#[tokio::test]
async fn every_version_is_filled_in_with_its_own_values() {
    let sandbox = start().await;
    let versions = json!([
        {"to": [person(1)], "params": {"prenom": "Awa"}},
        {"to": [person(2)], "params": {"prenom": "{{params.other}}", "other": "never"}},
        {"to": [person(3)], "htmlContent": "<b>own</b>", "subject": "Own {{ params.n }}", "params": {"n": 3}},
    ]);
    assert_eq!(sandbox.send(letters(&versions)).await.status, 201);
    for (path, shown) in [
        ("/messages/1/html", "<p>Bonjour Awa</p>"),
        ("/messages/2/html", "<p>Bonjour {{params.other}}</p>"),
        ("/messages/3/html", "<b>own</b>"),
        ("/messages/3", "<h1>Own 3</h1>"),
    ] {
        let page = sandbox.call("GET", path, None).await.body;
        assert!(page.as_str().unwrap().contains(shown), "{path}: {page}");
    }
    sandbox.stop().await;
}
