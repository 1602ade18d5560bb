//! Status callbacks and Event Streams.

use chrono::{DateTime, Utc};
use domain::{
    event::{Event, EventKind, Subject, Verdict},
    ids::{CampaignId, MessageId},
    provider::{AccountId, Provider},
    whatsapp::{TemplateCategory, TemplateNews, TemplateQuality, TemplateRef, TemplateStatus, WhatsappNews},
};
use providers::{Hook, Told, Unreadable};
use serde_json::{Value, json};
use url::form_urlencoded;
use uuid::Uuid;

use super::{MESSAGE, closed};
use crate::world::CAMPAIGN;

const QUERY: &str = "s=c%3A0199a0b1-7c00-7000-8000-00000000002a%3A12";

pub(super) fn received() -> DateTime<Utc> {
    DateTime::from_timestamp(1_794_000_600, 0).unwrap()
}

pub(super) fn read(query: &str, body: &[u8]) -> Result<Told, Unreadable> {
    closed().read(&Hook { headers: &[], query, body, received_at: received() })
}

pub(super) fn form(members: &[(&str, &str)]) -> Vec<u8> {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(members).finish().into_bytes()
}

/// A status callback with these members beside those that all have.
fn status(query: &str, more: &[(&str, &str)]) -> Told {
    let common = [
        ("MessageSid", MESSAGE),
        ("SmsSid", MESSAGE),
        ("AccountSid", super::ACCOUNT),
        ("From", "whatsapp:+33700000000"),
        ("To", "whatsapp:+221771234567"),
        ("ApiVersion", "2010-04-01"),
        ("ChannelPrefix", "whatsapp"),
        ("SomethingNew", "{}"),
    ];
    read(query, &form(&[&common, more].concat())).unwrap()
}

fn event(query: &str, more: &[(&str, &str)]) -> Event {
    let mut told = status(query, more);
    assert_eq!((told.tellings.len(), told.news.len(), told.unknown.len()), (1, 0, 0), "{told:?}");
    told.tellings.remove(0).event
}

#[test]
fn a_status_is_an_event_of_the_delivery_that_its_address_names() {
    let expected = Event {
        kind: EventKind::Delivered,
        bounce: None,
        provider: Some(Provider::Twilio),
        account: Some(AccountId("main".into())),
        natural_key: format!("{MESSAGE}:delivered"),
        subject: Subject::Delivery { campaign: CampaignId(CAMPAIGN), number: 12 },
        message_id: Some(MESSAGE.into()),
        occurred_at: received(),
        verdict: Verdict::Unknown,
        sign: None,
        reason: None,
        link: None,
        foreign: false,
    };
    assert_eq!(event(QUERY, &[("MessageStatus", "delivered")]), expected);
}

#[test]
fn every_status_has_its_word() {
    let words = [
        ("queued", EventKind::Accepted),
        ("accepted", EventKind::Accepted),
        ("scheduled", EventKind::Accepted),
        ("sending", EventKind::Accepted),
        ("sent", EventKind::Sent),
        ("Delivered", EventKind::Delivered),
        ("read", EventKind::Read),
        ("undelivered", EventKind::DroppedByProvider),
        ("failed", EventKind::DroppedByProvider),
        ("canceled", EventKind::DroppedByProvider),
    ];
    for (word, kind) in words {
        assert_eq!(event(QUERY, &[("MessageStatus", word)]).kind, kind, "{word}");
        assert_eq!(event(QUERY, &[("SmsStatus", word)]).kind, kind, "{word}");
    }
    let read = event(QUERY, &[("MessageStatus", "delivered"), ("EventType", "READ")]);
    assert_eq!((read.kind, read.natural_key), (EventKind::Read, format!("{MESSAGE}:read")));
}

#[test]
fn a_failure_tells_its_code_first_then_what_is_said_of_it() {
    let failed = |more: &[(&str, &str)]| {
        event(QUERY, &[&[("MessageStatus", "undelivered")], more].concat()).reason.unwrap()
    };
    let meta = [("ErrorCode", "63049"), ("ChannelStatusMessage", "In order to maintain a healthy ecosystem")];
    assert_eq!(failed(&meta), "63049 In order to maintain a healthy ecosystem");
    assert_eq!(domain::whatsapp::code_of(&failed(&meta)), Some(63_049));
    assert_eq!(
        failed(&[("ErrorCode", "63024"), ("ErrorMessage", "Invalid recipient")]),
        "63024 Invalid recipient"
    );
    assert_eq!(failed(&[("ErrorCode", "63024")]), "63024");
    assert_eq!(failed(&[]), "undelivered");
    assert_eq!(failed(&[("ErrorCode", "1"), ("ErrorMessage", &"x".repeat(900))]).len(), 500);
}

#[test]
fn whom_an_event_is_about_is_told_by_our_numbers_else_by_the_message() {
    let about = |query| event(query, &[("MessageStatus", "sent")]).subject;
    assert_eq!(
        about("x=1&s=a:00000000-0000-0000-0000-00000000002a"),
        Subject::Answer(MessageId(Uuid::from_u128(42)))
    );
    let named = Subject::Message { message_id: MESSAGE.into(), address: Some("+221771234567".into()) };
    for query in ["", "s=", "s=c:7:r:991", "c=7&r=991", "s=c:0199a0b1-7c00-7000-8000-00000000002a:0"] {
        assert_eq!(about(query), named, "{query}");
    }
}

#[test]
fn what_nobody_knows_is_noted_and_refuses_nothing() {
    for members in [vec![("MessageStatus", "teleported")], vec![("MessageStatus", "partially_delivered")]] {
        let told = status(QUERY, &members);
        assert_eq!((told.tellings.len(), told.unknown.len()), (0, 1), "{told:?}");
    }
    let debugger = read("", &form(&[("Sid", "NO1"), ("Level", "ERROR"), ("Payload", "{}")])).unwrap();
    assert_eq!(debugger.unknown, ["a form without a message: Level, Payload, Sid"]);
    assert!(matches!(read("", b""), Err(Unreadable::NoEvents(_))));
    assert!(matches!(read("", b"{"), Err(Unreadable::NotJson(_))));
}

fn template_event(change: &str, value: &str) -> Value {
    let mut events: Value =
        serde_json::from_slice(include_bytes!("../../../src/twilio/fixtures/approved.json")).unwrap();
    events[0]["data"]["type"] = change.into();
    events[0]["data"]["template"]["currentValue"] = value.into();
    events
}

fn heard(event: &Value) -> TemplateNews {
    let told = read("", event.to_string().as_bytes()).unwrap();
    match (&told.news[..], &told.unknown[..]) {
        ([WhatsappNews::Template(news)], []) => news.clone(),
        _ => panic!("{told:?}"),
    }
}

#[test]
fn a_template_that_changed_is_news() {
    let approved = TemplateNews {
        template: TemplateRef {
            provider_id: Some(super::TEMPLATE.into()),
            name: Some("promo_soldes".into()),
            language: Some("fr".into()),
        },
        status: Some(TemplateStatus::Approved),
        told: Some("approved".into()),
        quality: None,
        category: None,
        next_category: None,
        reason: None,
        detail: None,
        recommendation: None,
        at: "2026-07-14T23:00:28Z".parse().unwrap(),
    };
    assert_eq!(heard(&template_event("status_update", "approved")), approved);
    let nothing = TemplateNews { status: None, told: None, ..approved.clone() };
    let category = TemplateNews { category: Some(TemplateCategory::Marketing), ..nothing.clone() };
    assert_eq!(heard(&template_event("category_update", "MARKETING")), category);
    let quality = TemplateNews { quality: Some(TemplateQuality::Yellow), ..nothing };
    assert_eq!(heard(&template_event("quality_update", "yellow")), quality);
    let alone = template_event("status_update", "approved")[0].clone();
    assert_eq!(heard(&alone), approved, "one event without an array");
    let strange = heard(&template_event("status_update", "under_a_spell"));
    assert_eq!(
        (strange.status, strange.told.as_deref()),
        (Some(TemplateStatus::Other), Some("under_a_spell"))
    );
}

#[test]
fn events_of_other_kinds_are_noted_beside_those_that_are_read() {
    let known = template_event("status_update", "paused")[0].clone();
    let mut other = known.clone();
    other["type"] = "com.twilio.messaging.message.sent".into();
    let mut notice = known.clone();
    notice["data"]["type"] = "direct_send_category_notice".into();
    let told = read("", json!([other, 7, notice, known, {}]).to_string().as_bytes()).unwrap();
    assert_eq!(told.news.len(), 1);
    let expected = [
        "com.twilio.messaging.message.sent",
        "something that is no object",
        "direct_send_category_notice of a template",
        "an event without a type",
    ];
    assert_eq!(told.unknown, expected);
}
