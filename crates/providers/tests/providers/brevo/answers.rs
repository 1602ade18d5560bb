//! Each answer of Brevo's, and what it means.

use std::time::Duration;

use providers::{Outcome, Scope};
use serde_json::json;

use super::open;
use crate::{
    server::{Act, Server},
    world::{Spoken as _, batch},
};

async fn outcome(people: u32, act: Act) -> Outcome {
    let server = Server::start([act]).await;
    let connection = open(server.url.clone());
    let batch = batch(people, "");
    connection.mail(&batch, &connection.cut(&batch)[0]).await
}

fn says(status: u16, code: &str) -> Act {
    Act::answer(status, json!({"code": code, "message": "as Brevo words it"}))
}

fn refused(code: &str, scope: Scope) -> Outcome {
    Outcome::Refused { code: code.into(), detail: "as Brevo words it".into(), scope }
}

#[tokio::test]
async fn what_is_wrong_with_the_account_is_not_held_against_the_message() {
    let cases = [
        (401, "unauthorized"),
        (402, "not_enough_credits"),
        (403, "permission_denied"),
        (403, "account_under_validation"),
        (400, "not_enough_credits"),
        (400, "account_under_validation"),
        (401, "key_not_found"),
        (404, "document_not_found"),
        (405, "method_not_allowed"),
    ];
    for (status, code) in cases {
        assert_eq!(outcome(2, says(status, code)).await, refused(code, Scope::Account), "{status}");
    }
}

#[tokio::test]
async fn what_is_wrong_with_the_request_is_not_held_against_the_account() {
    for (status, code) in [
        (400, "invalid_parameter"),
        (400, "missing_parameter"),
        (422, "unprocessable_entity"),
        (400, "a free text"),
    ] {
        assert_eq!(outcome(2, says(status, code)).await, refused(code, Scope::Request), "{status}");
    }
}

#[tokio::test]
async fn what_all_recipients_have_in_common_is_refused_to_the_campaign() {
    let cases = [
        (2, "sender is missing", Some("sender_refused")),
        (1, "The sender you used news@x.example is not valid.", Some("sender_refused")),
        (2, "sender.email is not valid", Some("sender_refused")),
        (2, "messageVersions[1].to[0].email is not valid", None),
        (2, "email is not valid in replyTo", Some("sender_refused")),
        (2, "htmlContent is missing", Some("message_refused")),
        (1, "htmlContent is missing", None),
        (1, "tags must be a list", Some("message_refused")),
        (2, "email is not valid in to", None),
        (2, "sender@x.example is not valid in to", None),
        (2, "subject is missing", None),
    ];
    for (people, message, code) in cases {
        let told =
            outcome(people, Act::answer(400, json!({"code": "invalid_parameter", "message": message}))).await;
        let scope = if code.is_some() { Scope::Campaign } else { Scope::Request };
        let code = code.unwrap_or("invalid_parameter").to_owned();
        assert_eq!(told, Outcome::Refused { code, detail: message.into(), scope });
    }
}

#[tokio::test]
async fn an_answer_without_a_code_is_told_by_its_status() {
    let expected = Outcome::Refused { code: "http_413".into(), detail: String::new(), scope: Scope::Request };
    assert_eq!(outcome(2, Act::answer(413, "<html>")).await, expected);
    let redirect = Act::with(301, ("location", "https://elsewhere.example/"), "");
    let expected = Outcome::Refused { code: "http_301".into(), detail: String::new(), scope: Scope::Account };
    assert_eq!(outcome(2, redirect).await, expected);
}

#[tokio::test]
async fn the_answer_to_a_key_that_brevo_knows_is_a_yes_without_ids() {
    for people in [1, 3] {
        let expected = Outcome::Accepted { message_ids: vec![None; people as usize] };
        assert_eq!(outcome(people, says(400, "duplicate_parameter")).await, expected);
    }
}

#[tokio::test]
async fn a_code_that_may_mean_the_same_is_in_doubt() {
    assert!(matches!(outcome(2, says(400, "duplicate_request")).await, Outcome::InDoubt { .. }));
}

#[tokio::test]
async fn the_longer_of_two_waits_counts_and_none_over_an_hour_is_believed() {
    let wait = |headers: Vec<(&'static str, &str)>| {
        let headers = headers.into_iter().map(|(name, value)| (name, value.to_owned())).collect();
        Act::Answer { status: 429, headers, body: "{}".into() }
    };
    let date = ("date", "Sun, 22 Nov 2026 10:00:00 GMT");
    let cases = [
        (vec![("x-sib-ratelimit-reset", "12")], Some(12)),
        (vec![("x-sib-ratelimit-reset", "12"), ("retry-after", "30")], Some(30)),
        (vec![("retry-after", "3")], Some(3)),
        (vec![("x-sib-ratelimit-reset", "1794000000")], Some(3_600)),
        (vec![date, ("retry-after", "Sun, 22 Nov 2026 10:00:40 GMT")], Some(40)),
        (vec![date, ("retry-after", "Sun, 22 Nov 2026 23:00:00 GMT")], Some(3_600)),
        (vec![date, ("retry-after", "Sun, 22 Nov 2026 09:59:00 GMT")], None),
        (vec![date, ("retry-after", "soon")], None),
        (vec![], None),
    ];
    for (headers, seconds) in cases {
        let Outcome::Retry { after, code, scope, .. } = outcome(2, wait(headers.clone())).await else {
            panic!("{headers:?}")
        };
        assert_eq!((after, code.as_str()), (seconds.map(Duration::from_secs), "rate_limited"), "{headers:?}");
        assert_eq!(scope, Scope::Account);
    }
}

#[tokio::test]
async fn brevo_that_says_it_is_away_has_sent_nothing() {
    let away = outcome(2, says(503, "unavailable")).await;
    assert!(matches!(away, Outcome::Retry { ref code, .. } if code == "unavailable"), "{away:?}");
}

#[tokio::test]
async fn away_in_other_words_than_brevos_may_have_sent() {
    for body in ["<html><h1>503 Service Unavailable</h1>", r#"{"message": "Service Unavailable"}"#, "{}", ""]
    {
        let doubt = outcome(2, Act::answer(503, body)).await;
        assert!(matches!(doubt, Outcome::InDoubt { .. }), "{body}: {doubt:?}");
    }
}

#[tokio::test]
async fn a_list_with_one_id_answers_for_one_message() {
    let act = Act::answer(202, json!({"messageIds": ["<a@b>"], "batchId": "x"}));
    assert_eq!(outcome(1, act).await, Outcome::Accepted { message_ids: vec![Some("a@b".into())] });
}
