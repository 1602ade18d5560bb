//! Webhooks as they might come: shapes, vocabularies, garbage.

use crate::world::Spoken as _;
use chrono::{DateTime, Utc};
use domain::event::{EventKind, Subject};
use providers::{Told, Unreadable};
use serde_json::{Value, json};

use super::closed;

fn received() -> DateTime<Utc> {
    DateTime::from_timestamp(1_794_009_999, 0).unwrap()
}

fn read(body: &Value) -> Told {
    closed().hears(body.to_string().as_bytes(), received()).unwrap()
}

fn only(body: Value) -> domain::event::Event {
    let mut told = read(&body);
    assert_eq!(told.tellings.len(), 1, "{body}: {:?}", told.unknown);
    told.tellings.remove(0).event
}

fn event(name: &str) -> Value {
    json!({"event": name, "email": "a@example.com", "message-id": "<1@x>", "ts_event": 1_794_000_008})
}

#[test]
fn a_batch_may_be_an_object_an_array_or_an_object_that_holds_one() {
    let (one, two) = (event("delivered"), event("click"));
    let kinds = |body: Value| read(&body).tellings.iter().map(|told| told.event.kind).collect::<Vec<_>>();
    let both = vec![EventKind::Delivered, EventKind::Clicked];
    assert_eq!(kinds(one.clone()), [EventKind::Delivered]);
    assert_eq!(kinds(json!([one, two])), both);
    assert_eq!(kinds(json!({"count": 2, "events": [one, two]})), both);
    assert_eq!(kinds(json!([])), []);
}

#[test]
fn what_holds_no_events_is_told_apart_from_what_is_no_json() {
    let unreadable = |body: &str| closed().hears(body.as_bytes(), received()).unwrap_err();
    assert!(matches!(unreadable("<html>"), Unreadable::NotJson(_)));
    for body in ["{}", "7", "\"delivered\"", "null", r#"{"a": [], "b": []}"#] {
        assert!(matches!(unreadable(body), Unreadable::NoEvents(_)), "{body}");
    }
}

#[test]
fn all_three_vocabularies_are_understood() {
    let words = [
        (EventKind::Accepted, &["request", "requests", "sent"][..]),
        (EventKind::Delivered, &["delivered"]),
        (EventKind::Deferred, &["deferred"]),
        (
            EventKind::Bounced,
            &[
                "soft_bounce",
                "softBounce",
                "softBounces",
                "hard_bounce",
                "hardBounce",
                "hardBounces",
                "bounces",
                "invalid",
                "invalid_email",
            ],
        ),
        (EventKind::DroppedByProvider, &["blocked"]),
        (EventKind::Refused, &["error"]),
        (EventKind::Complained, &["spam", "complaint"]),
        (
            EventKind::Opened,
            &["opened", "uniqueOpened", "unique_opened", "proxy_open", "unique_proxy_open", "loadedByProxy"],
        ),
        (EventKind::Clicked, &["click", "clicks"]),
        (EventKind::Unsubscribed, &["unsubscribed", "unsubscribe"]),
    ];
    for (kind, names) in words {
        for name in names {
            assert_eq!(only(event(name)).kind, kind, "{name}");
        }
    }
}

#[test]
fn what_is_not_understood_is_told_and_keeps_nothing_else_from_being_read() {
    let told = read(&json!([7, {"email": "x"}, event("list_addition"), {"event": "click"}, event("click")]));
    assert_eq!(told.tellings.len(), 1);
    let unknown =
        ["something that is no object", "an event without a name", "list_addition", "click about nobody"];
    assert_eq!(told.unknown, unknown);
}

#[test]
fn times_are_told_apart_by_their_size_and_the_most_exact_wins() {
    let at = |body: Value| only(body).occurred_at.timestamp_millis();
    let with = |members: Value| {
        let mut body = json!({"event": "click", "email": "a@example.com"});
        body.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        body
    };
    let cases = [
        (json!({"ts_epoch": 1_794_000_008_179_i64, "ts_event": 1}), 1_794_000_008_179),
        (json!({"ts_epoch": 1_794_000_008}), 1_794_000_008_000),
        (json!({"ts_epoch": "1794000008179"}), 1_794_000_008_179),
        (json!({"s_epoch": 1_794_000_008_179_i64}), 1_794_000_008_179),
        (json!({"ts_event": 1_794_000_008, "ts": 5}), 1_794_000_008_000),
        (json!({"ts": 1_794_000_008}), 1_794_000_008_000),
        (json!({"ts_epoch": 0, "ts": 1_794_000_008}), 1_794_000_008_000),
        (json!({"ts_epoch": i64::MAX, "ts": 1_794_000_008}), 1_794_000_008_000),
        (json!({"date": "2026-11-22 11:00:08"}), received().timestamp_millis()),
    ];
    for (members, expected) in cases {
        assert_eq!(at(with(members.clone())), expected, "{members}");
    }
}

#[test]
fn our_numbers_come_back_and_garbage_in_their_place_is_no_harm() {
    let with = |custom: Value| {
        let mut body = event("delivered");
        body["X-Mailin-custom"] = custom;
        only(body).subject
    };
    let ours = with(r#"{"c":"0199a0b1-7c00-7000-8000-00000000002a","n":12}"#.into());
    assert!(matches!(ours, Subject::Delivery { number: 12, .. }));
    let garbage = [
        "",
        "abc",
        "{}",
        "[]",
        r#"{"c":"x","n":1}"#,
        r#"{"c":"0199a0b1-7c00-7000-8000-00000000002a","n":0}"#,
    ];
    let theirs = Subject::Message { message_id: "1@x".into(), address: Some("a@example.com".into()) };
    for custom in garbage {
        assert_eq!(with(custom.into()), theirs, "{custom}");
    }
    assert_eq!(with(json!({"c": 1})), theirs);
    assert_eq!(
        only(json!({"event": "spam", "email": "a@example.com"})).subject,
        Subject::Address("a@example.com".into())
    );
}

#[test]
fn another_message_event_address_second_or_link_is_another_event() {
    let key = |member: &str, value: Value| {
        let mut body = event("click");
        body["link"] = "https://www.example.org/".into();
        body[member] = value;
        only(body).natural_key
    };
    let same = key("subject", "x".into());
    assert_eq!(same, key("date", "2026-11-22".into()));
    assert_eq!(same, key("message-id", "1@x".into()), "angle brackets come and go");
    let others = [
        key("message-id", "<2@x>".into()),
        key("event", "opened".into()),
        key("email", "b@example.com".into()),
        key("ts_event", 1_794_000_009.into()),
        key("link", "https://www.example.org/2".into()),
    ];
    assert!(others.iter().all(|other| *other != same));
}

#[test]
fn a_token_is_taken_in_any_spelling_of_its_header_and_in_no_other_scheme() {
    let authentic = |name, value| closed().believes(&[(name, value)], b"{}", received());
    assert!(authentic("authorization", "bearer token-of-our-own-1"));
    assert!(!authentic("authorization", "Basic token-of-our-own-1"));
    assert!(!authentic("authorization", "token-of-our-own-1"));
    assert!(!authentic("x-authorization", "Bearer token-of-our-own-1"));
    assert!(!authentic("authorization", "Bearer "));
}

#[test]
fn no_text_holds_a_nul() {
    let mut body = event("soft\0_bounce");
    body["reason"] = "452\0 full".into();
    body["message-id"] = "<1\0@x>".into();
    let bounce = only(body);
    assert_eq!((bounce.kind, bounce.reason.as_deref()), (EventKind::Bounced, Some("452 full")));
    assert_eq!(bounce.message_id.as_deref(), Some("1@x"));
    assert_eq!(read(&json!({"event": "new\0word"})).unknown, ["newword"]);
}

#[test]
fn words_of_others_are_cut_short() {
    let mut body = event("hard_bounce");
    body["reason"] = "é".repeat(2_000).into();
    assert_eq!(only(body).reason.unwrap().chars().count(), 500);
}
