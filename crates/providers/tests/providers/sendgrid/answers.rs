//! Each answer of SendGrid's, and what it means.

use std::time::Duration;

use providers::{Outcome, Scope};
use serde_json::json;

use super::{error, open, yes};
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

fn refused(code: &str, detail: &str, scope: Scope) -> Outcome {
    Outcome::Refused { code: code.into(), detail: detail.into(), scope }
}

#[tokio::test]
async fn a_yes_names_the_request_and_a_message_only_where_there_is_one() {
    assert_eq!(outcome(1, yes()).await, Outcome::Accepted { message_ids: vec![Some("Qk1aZ0ab".into())] });
    assert_eq!(outcome(3, yes()).await, Outcome::Accepted { message_ids: vec![None; 3] });
}

#[tokio::test]
async fn a_yes_without_the_id_of_a_request_is_in_doubt() {
    for act in [Act::answer(202, ""), Act::with(202, ("x-message-id", " "), ""), Act::answer(201, "{}")] {
        assert!(matches!(outcome(2, act.clone()).await, Outcome::InDoubt { .. }), "{act:?}");
    }
}

#[tokio::test]
async fn a_request_that_was_only_tried_out_is_no_yes() {
    for body in ["", "{}"] {
        let tried = outcome(2, Act::answer(200, body)).await;
        assert!(
            matches!(&tried, Outcome::Refused { code, scope: Scope::Account, .. } if code == "sandbox_mode"),
            "{tried:?}"
        );
    }
}

#[tokio::test]
async fn what_is_wrong_with_the_account_is_not_held_against_the_message() {
    let cases = [
        (401, "Maximum credits exceeded", "not_enough_credits"),
        (401, "The provided authorization grant is invalid, expired, or revoked", "unauthorized"),
        (403, "The from address does not match a verified Sender Identity", "permission_denied"),
        (404, "not found", "http_404"),
        (405, "method not allowed", "http_405"),
        (415, "unsupported media type", "http_415"),
    ];
    for (status, message, code) in cases {
        let answer = Act::answer(status, error(message, None));
        assert_eq!(outcome(2, answer).await, refused(code, message, Scope::Account), "{message}");
    }
}

#[tokio::test]
async fn what_is_wrong_with_the_request_is_not_held_against_the_account() {
    for (status, field) in [(400, "personalizations.1.to.0.email"), (413, "content.0.value"), (422, "from")] {
        let answer = Act::answer(status, error("no good", Some(field)));
        let expected = refused(&format!("http_{status}"), &format!("{field}: no good"), Scope::Request);
        assert_eq!(outcome(2, answer).await, expected);
    }
}

#[tokio::test]
async fn what_all_recipients_have_in_common_is_refused_to_the_campaign() {
    let cases = [
        ("from.email", "sender_refused"),
        ("reply_to", "sender_refused"),
        ("content.0.value", "message_refused"),
        ("subject", "message_refused"),
        ("categories", "message_refused"),
    ];
    for (field, code) in cases {
        let answer = Act::answer(400, error("no good", Some(field)));
        let expected = refused(code, &format!("{field}: no good"), Scope::Campaign);
        assert_eq!(outcome(2, answer).await, expected);
    }
    let both = json!({"errors": [{"message": "a", "field": "personalizations.0"}, {"message": "b", "field": "from"}]});
    let expected = refused("sender_refused", "personalizations.0: a; from: b", Scope::Campaign);
    assert_eq!(outcome(2, Act::answer(400, both)).await, expected);
}

#[tokio::test]
async fn the_texts_of_a_request_for_one_recipient_may_be_their_own() {
    for (field, scope) in [("content.0.value", Scope::Request), ("from", Scope::Campaign)] {
        let told = outcome(1, Act::answer(400, error("no good", Some(field)))).await;
        assert!(matches!(told, Outcome::Refused { scope: told, .. } if told == scope), "{field}: {told:?}");
    }
}

#[tokio::test]
async fn all_that_an_answer_says_is_told_whatever_its_shape() {
    let cases = [
        (
            json!({"errors": [{"message": "one", "field": "null"}, {"message": "two", "field": null}]}),
            "one; two",
        ),
        (json!({"errors": [{"message": "one", "help": {"a": 1}}, {"field": "null"}, 7], "id": "x"}), "one"),
        (json!({"errors": "all of it"}), ""),
        (json!([]), ""),
    ];
    for (body, detail) in cases {
        assert_eq!(
            outcome(2, Act::answer(400, &body)).await,
            refused("http_400", detail, Scope::Request),
            "{body}"
        );
    }
    let redirect = Act::with(301, ("location", "https://elsewhere.example/"), "");
    assert_eq!(outcome(2, redirect).await, refused("http_301", "", Scope::Account));
}

#[tokio::test]
async fn a_wait_is_told_in_seconds_or_by_an_instant_counted_from_the_answers_own_date() {
    let date = ("date", "Sun, 22 Nov 2026 10:00:00 GMT");
    let wait = |headers: Vec<(&'static str, &str)>| {
        let headers = headers.into_iter().map(|(name, value)| (name, value.to_owned())).collect();
        Act::Answer { status: 429, headers, body: error("too many requests", None).to_string() }
    };
    let cases = [
        (vec![("retry-after", "12")], Some(12)),
        (vec![date, ("x-ratelimit-reset", "1795341630")], Some(30)),
        (vec![date, ("x-ratelimit-reset", "1795341630"), ("retry-after", "40")], Some(40)),
        (vec![date, ("x-ratelimit-reset", "1795341599")], None),
        (vec![date, ("x-ratelimit-reset", "1895341599")], Some(3_600)),
        (vec![("x-ratelimit-reset", "1795341630")], None),
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
async fn sendgrid_that_says_it_is_away_has_sent_nothing_and_anybody_else_may_have() {
    let away = outcome(2, Act::answer(503, error("service unavailable", None))).await;
    assert!(matches!(away, Outcome::Retry { ref code, .. } if code == "unavailable"), "{away:?}");
    for body in ["<html><h1>503</h1>", r#"{"message": "Service Unavailable"}"#, r#"{"errors": []}"#] {
        let doubt = outcome(2, Act::answer(503, body)).await;
        assert!(matches!(doubt, Outcome::InDoubt { .. }), "{body}: {doubt:?}");
    }
}
