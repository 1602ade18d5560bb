//! What became of messages, in the shape of Meta's own examples.

use chrono::DateTime;
use domain::{
    event::{Event, EventKind, Subject, Verdict},
    ids::{CampaignId, MessageId},
    provider::{AccountId, Provider},
    whatsapp::{Billed, Charged, Known, Pricing, WhatsappNews},
};
use providers::{Told, Unreadable};
use serde_json::json;
use uuid::Uuid;

use super::closed;
use crate::world::{CAMPAIGN, Spoken as _};

fn told() -> Told {
    let body = include_bytes!("../../../src/meta/fixtures/statuses.json");
    closed().hears(body, DateTime::UNIX_EPOCH).unwrap()
}

fn of(number: u32) -> Subject {
    Subject::Delivery { campaign: CampaignId(CAMPAIGN), number }
}

fn by_id(message_id: &str, address: &str) -> Subject {
    Subject::Message { message_id: message_id.into(), address: Some(address.into()) }
}

fn expected(kind: EventKind, subject: Subject, key: &str, second: i64) -> Event {
    let message_id = key.split_once(':').unwrap().0;
    Event {
        kind,
        bounce: None,
        provider: Some(Provider::Meta),
        account: Some(AccountId("meta".into())),
        natural_key: key.into(),
        subject,
        message_id: Some(message_id.into()),
        occurred_at: DateTime::from_timestamp(second, 0).unwrap(),
        verdict: Verdict::Unknown,
        sign: None,
        reason: None,
        link: None,
        foreign: false,
    }
}

fn answer() -> Subject {
    Subject::Answer(MessageId(Uuid::from_u128(0x0199_a0b1_7c00_7000_8000_0000_0000_0099)))
}

#[test]
fn every_status_is_read_and_the_others_of_the_same_webhook_too() {
    let capped = "131049 This message was held back to keep the ecosystem healthy.";
    let failed = expected(EventKind::DroppedByProvider, of(13), "wamid.OWN13:failed", 1_794_000_011);
    let all = [
        expected(EventKind::Sent, of(12), "wamid.OWN12:sent", 1_794_000_010),
        expected(EventKind::Read, of(12), "wamid.OWN12:read", 1_794_000_030),
        Event { reason: Some(capped.into()), ..failed },
        expected(EventKind::Delivered, answer(), "wamid.TALK1:delivered", 1_794_000_040),
        expected(EventKind::Sent, by_id("wamid.OTHER", "+221770000012"), "wamid.OTHER:sent", 1_794_000_050),
        expected(
            EventKind::Delivered,
            by_id("wamid.BSUID", "SN.20000000000000000013"),
            "wamid.BSUID:delivered",
            1_794_000_051,
        ),
    ];
    let told = told();
    assert_eq!(told.tellings.len(), all.len());
    for (telling, event) in told.tellings.iter().zip(all) {
        assert_eq!(telling.event, event);
    }
    assert_eq!(told.unknown, ["a message is deleted", "sent of a message without an id"]);
}

#[test]
fn what_a_delivered_message_is_billed_as_is_told_by_its_class_with_whom_it_was_for() {
    let charged = |subject, id: &str, category: &str, kind: &str, at| {
        let billed = Billed::As(Pricing { category: category.into(), kind: kind.into() });
        let at = DateTime::from_timestamp(at, 0).unwrap();
        WhatsappNews::Charged(Charged { subject, message_id: Some(id.into()), billed, at })
    };
    let answered = charged(answer(), "wamid.TALK1", "service", "free_customer_service", 1_794_000_040);
    assert_eq!(bills(told()), [answered], "what was only sent is not billed yet");
    let body = include_bytes!("../../../src/meta/fixtures/delivered.json");
    let told = closed().hears(body, DateTime::UNIX_EPOCH).unwrap();
    assert_eq!(bills(told), [charged(of(12), "wamid.OWN12", "marketing", "regular", 1_794_000_020)]);
}

fn bills(told: Told) -> Vec<WhatsappNews> {
    told.news.into_iter().filter(|news| matches!(news, WhatsappNews::Charged(_))).collect()
}

#[test]
fn by_which_user_id_somebody_is_known_is_told_of_whom_both_are_told() {
    let known = |subject, user: &str, second| {
        let at = DateTime::from_timestamp(second, 0).unwrap();
        let phone = Some("+221770000012".to_owned());
        WhatsappNews::Known(Known { subject, phone, user_id: Some(user.into()), at })
    };
    let awa = "SN.20000000000000000012";
    let people: Vec<_> =
        told().news.into_iter().filter(|news| matches!(news, WhatsappNews::Known(_))).collect();
    assert_eq!(people, [known(of(12), awa, 1_794_000_010), known(of(12), awa, 1_794_000_030)]);
    // Beside a status that does not tell the user id, `contacts` does.
    let body = json!({"entry": [{"id": "102290000000001", "changes": [{"field": "messages", "value": {
        "contacts": [{"wa_id": "221770000099", "user_id": "SN.99"}, {"wa_id": "221770000012", "user_id": awa}],
        "statuses": [{"id": "wamid.1", "status": "sent", "timestamp": "1794000060", "recipient_id": "221770000012"}],
    }}]}]});
    let told = closed().hears(body.to_string().as_bytes(), DateTime::UNIX_EPOCH).unwrap();
    assert_eq!(told.news, [known(by_id("wamid.1", "+221770000012"), awa, 1_794_000_060)]);
}

#[test]
fn how_meta_spells_a_number_is_told_once_for_each_message_of_ours_where_no_user_id_is() {
    let statuses: Vec<_> = ["sent", "delivered", "read"]
        .into_iter()
        .map(|status| {
            json!({"id": "wamid.OWN12", "status": status, "timestamp": "1794000010", "recipient_id": "221770000012",
                   "biz_opaque_callback_data": "c:0199a0b1-7c00-7000-8000-00000000002a:12"})
        })
        .chain([json!({"id": "wamid.1", "status": "sent", "timestamp": "1794000010", "recipient_id": "221770000012"})])
        .collect();
    let body = json!({"entry": [{"id": "102290000000001", "changes": [{"field": "messages", "value": {"statuses": statuses}}]}]});
    let told = closed().hears(body.to_string().as_bytes(), DateTime::UNIX_EPOCH).unwrap();
    let (phone, at) = (Some("+221770000012".to_owned()), DateTime::from_timestamp(1_794_000_010, 0).unwrap());
    assert_eq!(told.news, [WhatsappNews::Known(Known { subject: of(12), phone, user_id: None, at })]);
}

#[test]
fn a_thousand_statuses_of_one_webhook_are_all_read() {
    let statuses: Vec<_> = (0..1_000)
        .map(|n| json!({"id": format!("wamid.{n}"), "status": "sent", "timestamp": "1794000000"}))
        .collect();
    let entries: Vec<_> = statuses
        .chunks(7)
        .map(|some| json!({"id": 102_290_000_000_001_u64, "changes": [{"field": "?", "value": {"statuses": some}}]}))
        .collect();
    let told =
        closed().hears(json!({"entry": entries}).to_string().as_bytes(), DateTime::UNIX_EPOCH).unwrap();
    assert_eq!((told.tellings.len(), told.unknown.len()), (1_000, 0));
}

#[test]
fn what_another_number_or_account_did_is_not_ours() {
    let status = json!([{"id": "wamid.X", "status": "sent", "timestamp": "1794000000"}]);
    let hook = |entry: serde_json::Value, metadata: serde_json::Value| {
        let value = json!({"metadata": metadata, "statuses": status});
        let body = json!({"entry": [{"id": entry, "changes": [{"field": "messages", "value": value}]}]});
        closed().hears(body.to_string().as_bytes(), DateTime::UNIX_EPOCH).unwrap()
    };
    let ours = json!({"phone_number_id": 106_540_000_000_001_u64});
    for (entry, metadata, taken) in [
        (json!("102290000000001"), ours.clone(), 1),
        (json!("0"), json!(null), 1),
        (json!("999"), ours, 1),
        (json!("102290000000001"), json!({"phone_number_id": "999"}), 0),
        (json!("999"), json!(null), 0),
    ] {
        let told = hook(entry.clone(), metadata.clone());
        assert_eq!((told.tellings.len(), told.unknown.len()), (taken, 1 - taken), "{entry} {metadata}");
    }
}

#[test]
fn what_is_no_webhook_of_metas_is_kept_unread() {
    for body in ["", "[]", "7", "{}", r#"{"entry": {}}"#] {
        let told = closed().hears(body.as_bytes(), DateTime::UNIX_EPOCH);
        assert!(matches!(told, Err(Unreadable::NotJson(_) | Unreadable::NoEvents(_))), "{body}: {told:?}");
    }
}
