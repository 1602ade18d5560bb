//! Faults on demand, seen with a raw connection where a client would hide too much.

use std::{
    io::{ErrorKind, Read, Write},
    net::TcpStream,
    time::Duration,
};

use serde_json::{Value, json};

use crate::{
    harness::{Sandbox, letter, start},
    receiver::receive,
};

fn message() -> Value {
    letter("deliver+1@example.org", "<p>x</p>")
}

/// Sends a message over a bare connection and reads until its end.
async fn raw(sandbox: &Sandbox, patience: Option<Duration>) -> Result<Vec<u8>, ErrorKind> {
    let host = sandbox.running.url().trim_start_matches("http://").to_owned();
    let body = message().to_string();
    let exchange = move || {
        let mut stream = TcpStream::connect(&host).unwrap();
        stream.set_read_timeout(patience).unwrap();
        let head = format!(
            "POST /v3/smtp/email HTTP/1.1\r\nhost: {host}\r\napi-key: k\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).map(|_| answer).map_err(|error| error.kind())
    };
    tokio::task::spawn_blocking(exchange).await.unwrap()
}

async fn accepted(sandbox: &Sandbox) -> Value {
    sandbox.ledger().await["totals"]["accepted"].clone()
}

#[tokio::test]
async fn without_a_fault_a_bare_connection_gets_its_answer() {
    let sandbox = start().await;
    let answer = raw(&sandbox, None).await.unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 201"));
    sandbox.stop().await;
}

#[tokio::test]
async fn a_reset_is_a_broken_connection_and_not_an_answer() {
    for (processed, expected) in [(true, 1), (false, 0)] {
        let sandbox = start().await;
        sandbox.set_fault(json!({"kind": "reset_after_body", "processed": processed, "times": 1})).await;
        assert_eq!(raw(&sandbox, None).await, Err(ErrorKind::ConnectionReset));
        assert_eq!(accepted(&sandbox).await, expected);
        assert!(raw(&sandbox, None).await.is_ok(), "the fault is used up");
        sandbox.stop().await;
    }
}

#[tokio::test]
async fn a_hanging_answer_never_comes_and_its_message_was_sent() {
    let sandbox = start().await;
    sandbox.set_fault(json!({"kind": "hang_after_accept", "times": 1})).await;
    let silence = raw(&sandbox, Some(Duration::from_millis(300))).await;
    assert_eq!(silence, Err(ErrorKind::WouldBlock));
    let ledger = sandbox.until("/_sandbox/ledger", |ledger| ledger["requests"]["unanswered"] == 1).await;
    assert_eq!(ledger["totals"]["accepted"], 1);
    sandbox.stop().await;
}

#[tokio::test]
async fn a_storm_refuses_with_the_seconds_to_wait_and_passes() {
    let sandbox = start().await;
    sandbox
        .set_fault(json!({"kind": "rate_limit", "reset": 7, "times": 2, "route": "POST /smtp/email"}))
        .await;
    for _ in 0..2 {
        let answer = sandbox.send(message()).await;
        assert_eq!((answer.status, answer.header("x-sib-ratelimit-reset")), (429, Some("7")));
        assert_eq!(sandbox.call("GET", "/v3/account", None).await.status, 200);
    }
    assert_eq!(sandbox.send(message()).await.status, 201);
    assert_eq!(accepted(&sandbox).await, 1);
    sandbox.stop().await;
}

#[tokio::test]
async fn every_third_request_can_fail() {
    let sandbox = start().await;
    sandbox.set_fault(json!([{"kind": "server_error", "every": 3}])).await;
    let mut statuses = Vec::new();
    for _ in 0..6 {
        statuses.push(sandbox.send(message()).await.status);
    }
    assert_eq!(statuses, [201, 201, 500, 201, 201, 500]);
    sandbox.call("DELETE", "/_sandbox/faults", None).await;
    assert_eq!(sandbox.call("GET", "/_sandbox/faults", None).await.body, json!([]));
    sandbox.stop().await;
}

#[tokio::test]
async fn a_slow_answer_and_a_lost_key_can_be_played() {
    let sandbox = start().await;
    sandbox.set_fault(json!({"kind": "slow", "ms": 20, "times": 1})).await;
    assert_eq!(sandbox.send(message()).await.status, 201);
    sandbox.set_fault(json!({"kind": "unauthorized", "times": 1})).await;
    assert_eq!(sandbox.send(message()).await.refusal(), (401, "unauthorized"));
    let wrong = sandbox.call("POST", "/_sandbox/faults", Some(json!({"kind": "flood"}))).await;
    assert_eq!(wrong.status, 400);
    sandbox.stop().await;
}

#[tokio::test]
async fn webhooks_can_come_twice_and_in_the_opposite_order() {
    let (sandbox, receiver) = (start().await, receive());
    let hook = json!({"url": format!("{}/hook", receiver.url), "events": ["request", "delivered"]});
    sandbox.call("POST", "/v3/webhooks", Some(hook)).await;
    let kinds =
        ["webhooks_paused", "webhooks_duplicated", "webhooks_reversed"].map(|kind| json!({"kind": kind}));
    sandbox.set_fault(json!(kinds)).await;
    sandbox.send(message()).await;
    sandbox.until("/_sandbox/quiet", |body| body["recipients"] == 0 && body["webhooks"] == 4).await;
    sandbox.call("DELETE", "/_sandbox/faults", None).await;
    sandbox.quiet().await;
    let words: Vec<_> =
        receiver.events().iter().map(|event| event["event"].as_str().unwrap().to_owned()).collect();
    assert_eq!(words.len(), 4, "{words:?}");
    assert_eq!(words.iter().filter(|word| *word == "delivered").count(), 2);
    sandbox.stop().await;
    receiver.stop().await;
}
