//! Every event, in the shape of SendGrid's own schemas.

use chrono::DateTime;
use domain::{
    event::{BounceKind, Event, EventKind, MachineSign, Subject, Verdict},
    ids::CampaignId,
    provider::{AccountId, Provider},
};
use providers::Telling;

use super::closed;
use crate::world::{CAMPAIGN, Spoken as _};

/// The events of the fixture, in their order.
fn told() -> Vec<Telling> {
    let body = include_bytes!("../../../src/sendgrid/fixtures/every_event.json");
    let told = closed().hears(body, DateTime::UNIX_EPOCH).unwrap();
    assert!(told.unknown.is_empty(), "{:?}", told.unknown);
    told.tellings
}

/// What is the same in most of them.
fn expected(kind: EventKind, natural_key: &str, second: i64) -> Event {
    Event {
        kind,
        bounce: None,
        provider: Some(Provider::Sendgrid),
        account: Some(AccountId("main".into())),
        natural_key: natural_key.into(),
        subject: Subject::Delivery { campaign: CampaignId(CAMPAIGN), number: 12 },
        message_id: Some("Qk1aZ0ab".into()),
        occurred_at: DateTime::from_timestamp(second, 0).unwrap(),
        verdict: Verdict::Unknown,
        sign: None,
        reason: None,
        link: None,
        foreign: false,
    }
}

fn said(reason: &str, event: Event) -> Event {
    Event { reason: Some(reason.into()), ..event }
}

fn bounced(bounce: BounceKind, reason: &str, natural_key: &str, second: i64) -> Event {
    Event { bounce: Some(bounce), ..said(reason, expected(EventKind::Bounced, natural_key, second)) }
}

/// Without our numbers: the request's id, with the address, and the category beside it.
fn late() -> Event {
    let subject =
        Subject::Message { message_id: "Qk1aZ0ab".into(), address: Some("alice@example.com".into()) };
    Event { subject, ..bounced(BounceKind::Hard, "550 5.1.1 gone", "Ym91LTM", 1_794_090_000) }
}

fn proxy_open() -> Event {
    Event {
        verdict: Verdict::Machine,
        sign: Some(MachineSign::Provider),
        foreign: true,
        ..expected(EventKind::Opened, "b3Blbi0x", 1_794_000_500)
    }
}

fn suspended() -> Event {
    let event = expected(EventKind::AccountStatus, "YWNjLTE", 1_794_000_600);
    said("compliance_suspend", Event { subject: Subject::Account, message_id: None, ..event })
}

#[test]
fn every_event_is_read() {
    let foreign = |event: Event| Event { foreign: true, ..event };
    let all = [
        expected(EventKind::Accepted, "cHJvYy0x", 1_794_000_010),
        said("250 2.0.0 OK", expected(EventKind::Delivered, "ZGVsLTE", 1_794_000_012)),
        said("421 try later", expected(EventKind::Deferred, "ZGVmLTE", 1_794_000_011)),
        bounced(BounceKind::Hard, "550 5.1.1 no such user", "Ym91LTE", 1_794_000_013),
        bounced(BounceKind::Soft, "452 4.2.2 mailbox full", "Ym91LTI", 1_794_000_014),
        late(),
        said("Unsubscribed Address", expected(EventKind::DroppedByProvider, "ZHJvLTE", 1_794_000_015)),
        said("Bounced Address", expected(EventKind::DroppedByProvider, "ZHJvLTI", 1_794_000_016)),
        proxy_open(),
        foreign(expected(EventKind::Opened, "b3Blbi0y", 1_794_000_505)),
        foreign(expected(EventKind::Clicked, "Y2xpYy0x", 1_794_000_510)),
        expected(EventKind::Complained, "c3BhLTE", 1_794_000_520),
        expected(EventKind::Unsubscribed, "dW5zLTE", 1_794_000_530),
        expected(EventKind::Unsubscribed, "Z3JvLTE", 1_794_000_540),
        expected(EventKind::OptedIn, "Z3JvLTI", 1_794_000_550),
        suspended(),
    ];
    let told = told();
    assert_eq!(told.len(), all.len());
    for (telling, event) in told.iter().zip(all) {
        assert_eq!(telling.event, event);
    }
}

#[test]
fn categories_come_as_an_array_or_as_one_text() {
    let tags: Vec<_> = told().into_iter().map(|telling| telling.tags).collect();
    assert_eq!(tags[0], ["campaign-42"]);
    assert_eq!(tags[5], ["campaign-42"], "written as a text");
    assert!(tags[15].is_empty(), "an account has none");
}
