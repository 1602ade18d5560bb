//! Payloads as captured live by others, one by one.

use chrono::{DateTime, Utc};
use domain::{
    event::{BounceKind, Event, EventKind, MachineSign, Subject, Verdict},
    ids::CampaignId,
    provider::{AccountId, Provider},
};
use providers::Telling;

use super::closed;
use crate::world::{CAMPAIGN, Spoken as _};

macro_rules! telling {
    ($name:literal) => {{
        let body = include_bytes!(concat!("../../../src/brevo/fixtures/", $name, ".json"));
        let mut told = closed().hears(body, DateTime::UNIX_EPOCH).unwrap();
        assert_eq!((told.tellings.len(), told.unknown.len()), (1, 0));
        told.tellings.remove(0)
    }};
}

const MESSAGE: &str = "202611221000.11111111111@smtp-relay.mailin.fr";

fn ours() -> Subject {
    Subject::Delivery { campaign: CampaignId(CAMPAIGN), number: 12 }
}

fn theirs(address: Option<&str>) -> Subject {
    Subject::Message { message_id: MESSAGE.into(), address: address.map(str::to_owned) }
}

fn millis(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap()
}

/// What is the same in most of them; the natural key is looked at elsewhere.
fn expected(kind: EventKind, told: &Telling) -> Event {
    Event {
        kind,
        bounce: None,
        provider: Some(Provider::Brevo),
        account: Some(AccountId("main".into())),
        natural_key: told.event.natural_key.clone(),
        subject: ours(),
        message_id: Some(MESSAGE.into()),
        occurred_at: millis(1_794_000_008_179),
        verdict: Verdict::Unknown,
        sign: None,
        reason: None,
        link: None,
        foreign: false,
    }
}

#[test]
fn request_is_accepted() {
    let told = telling!("request");
    assert_eq!(told.event, Event { reason: Some("sent".into()), ..expected(EventKind::Accepted, &told) });
    assert_eq!(told.tags, ["campaign-42"]);
}

#[test]
fn delivered_is_delivered() {
    let told = telling!("delivered");
    assert_eq!(told.event, Event { reason: Some("sent".into()), ..expected(EventKind::Delivered, &told) });
}

#[test]
fn deferred_is_deferred() {
    let told = telling!("deferred");
    let reason = Some("421 try later".into());
    assert_eq!(told.event, Event { reason, ..expected(EventKind::Deferred, &told) });
}

#[test]
fn soft_bounce_is_a_soft_bounce() {
    let told = telling!("soft_bounce");
    let reason = Some("undefined Unable to find MX of domain nomx.example.net".into());
    let event = Event { bounce: Some(BounceKind::Soft), reason, ..expected(EventKind::Bounced, &told) };
    assert_eq!(told.event, event);
}

#[test]
fn hard_bounce_is_a_hard_bounce() {
    let told = telling!("hard_bounce");
    let reason = Some("550-5.1.1 no such user".into());
    let event = Event { bounce: Some(BounceKind::Hard), reason, ..expected(EventKind::Bounced, &told) };
    assert_eq!(told.event, event);
}

#[test]
fn blocked_was_taken_and_thrown_away() {
    let told = telling!("blocked");
    let event = Event {
        reason: Some("blocked : due to unsubscribed user".into()),
        subject: theirs(Some("alice@example.com")),
        occurred_at: millis(1_794_000_009_993),
        ..expected(EventKind::DroppedByProvider, &told)
    };
    assert_eq!(told.event, event);
}

#[test]
fn invalid_email_is_a_hard_bounce() {
    let told = telling!("invalid_email");
    let subject = theirs(Some("alice@example.com"));
    let event = Event { bounce: Some(BounceKind::Hard), subject, ..expected(EventKind::Bounced, &told) };
    assert_eq!(told.event, event);
}

#[test]
fn error_is_refused() {
    let told = telling!("error");
    let subject = theirs(Some("alice@example.com"));
    assert_eq!(told.event, Event { subject, ..expected(EventKind::Refused, &told) });
}

#[test]
fn spam_is_a_complaint() {
    let told = telling!("spam");
    let occurred_at = millis(1_794_000_654_000);
    assert_eq!(told.event, Event { occurred_at, ..expected(EventKind::Complained, &told) });
}

#[test]
fn unique_opened_is_an_open_that_is_not_ours_to_count() {
    let told = telling!("unique_opened");
    assert_eq!(told.event, Event { foreign: true, ..expected(EventKind::Opened, &told) });
}

#[test]
fn unique_proxy_open_is_a_machines_and_may_have_no_address() {
    let told = telling!("unique_proxy_open");
    let event = Event {
        subject: theirs(None),
        occurred_at: millis(1_794_000_809_710),
        verdict: Verdict::Machine,
        sign: Some(MachineSign::Provider),
        foreign: true,
        ..expected(EventKind::Opened, &told)
    };
    assert_eq!(told.event, event);
    assert_eq!(told.tags, ["t"]);
}

#[test]
fn proxy_open_may_tell_its_time_in_s_epoch() {
    let told = telling!("proxy_open_s_epoch");
    assert_eq!((told.event.occurred_at, told.event.verdict), (millis(1_794_000_809_000), Verdict::Machine));
    assert_eq!(told.tags, ["t"]);
}

#[test]
fn click_is_a_click_that_is_not_ours_to_count() {
    let told = telling!("click");
    assert_eq!(told.event, Event { foreign: true, ..expected(EventKind::Clicked, &told) });
}

#[test]
fn unsubscribed_is_unsubscribed_and_its_tags_may_be_a_text() {
    let told = telling!("unsubscribed");
    assert_eq!(told.event, expected(EventKind::Unsubscribed, &told));
    assert_eq!(told.tags, ["campaign-42"]);
}
