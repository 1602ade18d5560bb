//! Webhooks as they might come: missing members, wrong types, garbage.

use crate::world::Spoken as _;
use chrono::{DateTime, Utc};
use domain::event::{Event, EventKind, Subject, Verdict};
use providers::{Told, Unreadable};
use serde_json::{Value, json};

use super::closed;

fn received() -> DateTime<Utc> {
    DateTime::from_timestamp(1_794_009_999, 0).unwrap()
}

fn read(body: &Value) -> Told {
    closed().hears(body.to_string().as_bytes(), received()).unwrap()
}

fn only(body: Value) -> Event {
    let mut told = read(&json!([body]));
    assert_eq!(told.tellings.len(), 1, "{body}: {:?}", told.unknown);
    told.tellings.remove(0).event
}

fn event(name: &str) -> Value {
    json!({"event": name, "email": "a@example.com", "sg_message_id": "X.recvd-1.0", "sg_event_id": "e1",
        "timestamp": 1_794_000_008})
}

fn with(name: &str, member: &str, value: Value) -> Event {
    let mut body = event(name);
    body[member] = value;
    only(body)
}

#[test]
fn what_holds_no_events_is_told_apart_from_what_is_no_json() {
    let unreadable = |body: &str| closed().hears(body.as_bytes(), received()).unwrap_err();
    assert!(matches!(unreadable("<html>"), Unreadable::NotJson(_)));
    assert!(matches!(unreadable("7"), Unreadable::NoEvents(_)));
    assert!(read(&json!([])).tellings.is_empty());
}

#[test]
fn what_is_not_understood_is_told_and_keeps_nothing_else_from_being_read() {
    let told = read(&json!([7, {"email": "x"}, event("cancel_drop"), {"event": "click"}, event("click")]));
    assert_eq!(told.tellings.len(), 1);
    let unknown =
        ["something that is no object", "an event without a name", "cancel_drop", "click about nobody"];
    assert_eq!(told.unknown, unknown);
}

#[test]
fn our_numbers_come_back_as_texts_and_garbage_in_their_place_is_no_harm() {
    let ours = |campaign: &str, number: Value| {
        let mut body = event("delivered");
        body["ebvision_campaign"] = campaign.into();
        body["ebvision_number"] = number;
        only(body).subject
    };
    let campaign = "0199a0b1-7c00-7000-8000-00000000002a";
    assert!(matches!(ours(campaign, "12".into()), Subject::Delivery { number: 12, .. }));
    assert!(matches!(ours(campaign, 12.into()), Subject::Delivery { number: 12, .. }));
    let theirs = Subject::Message { message_id: "X".into(), address: Some("a@example.com".into()) };
    for (campaign, number) in
        [("x", "12"), (campaign, "0"), (campaign, "-1"), (campaign, "4294967296"), ("", "")]
    {
        assert_eq!(ours(campaign, number.into()), theirs, "{campaign} {number}");
    }
}

#[test]
fn without_a_message_id_the_smtp_id_names_the_request_and_without_both_the_address_is_left() {
    let mut body = event("bounce");
    body["sg_message_id"] = Value::Null;
    body["smtp-id"] = "<X@ismtpd0101p1.sendgrid.net>".into();
    assert_eq!(only(body.clone()).message_id.as_deref(), Some("X"));
    body["smtp-id"] = Value::Null;
    assert_eq!(only(body).subject, Subject::Address("a@example.com".into()));
}

#[test]
fn an_event_is_known_by_its_number_and_without_one_by_what_it_tells() {
    let key = |member: &str, value: Value| with("click", member, value).natural_key;
    assert_eq!(key("timestamp", 5.into()), "e1");
    let long = "e".repeat(180);
    assert!(key("sg_event_id", long.clone().into()).len() <= 100);
    assert_eq!(key("sg_event_id", long.clone().into()), key("sg_event_id", long.into()));
    let without = |member: &str, value: Value| {
        let mut body = event("click");
        body["sg_event_id"] = Value::Null;
        body[member] = value;
        only(body).natural_key
    };
    let same = without("useragent", "x".into());
    assert_eq!(same, without("email", "A@example.com".into()));
    let others = [
        without("timestamp", 1_794_000_009.into()),
        without("event", "open".into()),
        without("email", "b@example.com".into()),
        without("url", "https://www.example.org/2".into()),
        without("sg_message_id", "X.recvd-1.1".into()),
    ];
    assert!(others.iter().all(|other| *other != same));
}

#[test]
fn an_open_is_a_machines_only_where_sendgrid_says_so() {
    for (value, verdict) in
        [(true.into(), Verdict::Machine), (false.into(), Verdict::Unknown), ("true".into(), Verdict::Unknown)]
    {
        assert_eq!(with("open", "sg_machine_open", value).verdict, verdict);
    }
}

#[test]
fn an_account_is_no_address() {
    let told = only(json!({"event": "account_status_change", "sg_event_id": "a", "type": "reactivate",
        "email": "a@example.com", "timestamp": 1}));
    assert_eq!((told.subject, told.kind), (Subject::Account, EventKind::AccountStatus));
    assert_eq!(told.reason.as_deref(), Some("reactivate"));
}

#[test]
fn what_tells_no_time_happened_when_it_was_received() {
    for value in [Value::Null, 0.into(), "soon".into()] {
        assert_eq!(with("delivered", "timestamp", value).occurred_at, received());
    }
}

#[test]
fn no_text_holds_a_nul_and_words_of_others_are_cut_short() {
    let told = with("bounce", "reason", format!("452\0 {}", "é".repeat(2_000)).into());
    let reason = told.reason.unwrap();
    assert!(reason.starts_with("452 é") && reason.chars().count() == 500);
}
