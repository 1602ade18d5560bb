//! What people write, what becomes of templates, of the number and of its account.

use std::slice::from_ref;

use chrono::{DateTime, Utc};
use domain::{
    consequence::AccountConsequence,
    event::{EventKind, Subject},
    whatsapp::{
        Inbound, InboundContent, Media, Preference, SenderNews, TemplateCategory, TemplateNews,
        TemplateQuality, TemplateRef, TemplateStatus, WhatsappNews,
    },
};
use providers::Told;
use serde_json::json;

use super::closed;
use crate::world::Spoken as _;

fn told(body: &[u8]) -> Told {
    closed().hears(body, DateTime::UNIX_EPOCH).unwrap()
}

fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(second, 0).unwrap()
}

fn of_awa(id: &str, content: InboundContent) -> WhatsappNews {
    WhatsappNews::Inbound(Inbound {
        message_id: id.into(),
        phone: Some("+221770000012".into()),
        user_id: Some("SN.20000000000000000012".into()),
        profile_name: Some("Awa Ndiaye".into()),
        at: at(1_794_000_100),
        content,
        answers: None,
        opt_out_type: None,
    })
}

fn answering(news: WhatsappNews) -> WhatsappNews {
    let WhatsappNews::Inbound(inbound) = news else { panic!("{news:?}") };
    WhatsappNews::Inbound(Inbound { answers: Some("wamid.OWN12".into()), ..inbound })
}

fn button(payload: &str, text: &str) -> InboundContent {
    InboundContent::Button { payload: Some(payload.into()), text: text.into() }
}

fn nameless() -> WhatsappNews {
    WhatsappNews::Inbound(Inbound {
        message_id: "wamid.IN6".into(),
        phone: None,
        user_id: Some("SN.20000000000000000013".into()),
        profile_name: None,
        at: at(1_794_000_101),
        content: InboundContent::Text { text: "Bonjour".into() },
        answers: None,
        opt_out_type: None,
    })
}

#[test]
fn what_people_write_press_and_choose_is_read() {
    let told = told(include_bytes!("../../../src/meta/fixtures/inbound.json"));
    let text = InboundContent::Text { text: "Oui, avec plaisir !".into() };
    let picture = InboundContent::Media(Media {
        what: "image".into(),
        reference: Some("1234".into()),
        mime: Some("image/jpeg".into()),
        caption: Some("Voilà".into()),
    });
    let stopped = Preference {
        phone: Some("+221770000012".into()),
        user_id: Some("SN.20000000000000000012".into()),
        wanted: false,
        detail: "User requested to stop marketing messages".into(),
        at: at(1_794_000_200),
    };
    let resumed = Preference {
        phone: None,
        user_id: Some("SN.20000000000000000013".into()),
        wanted: true,
        detail: "RESUME".into(),
        at: at(1_794_000_201),
    };
    let expected = [
        answering(of_awa("wamid.IN1", text)),
        answering(of_awa("wamid.IN2", button("OPTOUT:x", "Ne plus recevoir"))),
        of_awa("wamid.IN3", button("oui", "Oui")),
        of_awa("wamid.IN4", picture),
        of_awa("wamid.IN5", InboundContent::Other { what: "reaction".into() }),
        nameless(),
        WhatsappNews::Preference(stopped),
        WhatsappNews::Preference(resumed),
    ];
    assert_eq!(told.news, expected);
    let unknown = [
        "system: Awa changed their number",
        "a message from nobody: text",
        "a message without an id: text",
        "a preference: marketing_messages maybe",
        "a preference: utility_messages stop",
    ];
    assert_eq!(told.unknown, unknown);
    assert!(told.tellings.is_empty());
}

#[test]
fn whose_number_stands_with_the_contact_alone_is_known_by_it() {
    let heard = |message: serde_json::Value, messages: usize| {
        let value = json!({"contacts": [{"wa_id": "221770000012", "user_id": "SN.12", "profile": {"name": "Awa"}}],
            "messages": vec![message; messages]});
        let body =
            json!({"entry": [{"id": "102290000000001", "changes": [{"field": "messages", "value": value}]}]});
        let told = closed().hears(body.to_string().as_bytes(), DateTime::UNIX_EPOCH).unwrap();
        let news = told.news.into_iter().map(|news| match news {
            WhatsappNews::Inbound(inbound) => (inbound.phone, inbound.user_id, inbound.profile_name),
            other => panic!("{other:?}"),
        });
        news.collect::<Vec<_>>()
    };
    let text = |from: serde_json::Value| {
        let mut message =
            json!({"id": "wamid.IN", "type": "text", "text": {"body": "STOP"}, "timestamp": "1794000100"});
        message.as_object_mut().unwrap().extend(from.as_object().unwrap().clone());
        message
    };
    let awa = (Some("+221770000012".to_owned()), Some("SN.12".to_owned()), Some("Awa".to_owned()));
    assert_eq!(heard(text(json!({"from_user_id": "SN.12"})), 1), from_ref(&awa));
    assert_eq!(heard(text(json!({"from": "SN.12"})), 1), from_ref(&awa));
    assert_eq!(heard(text(json!({})), 1), from_ref(&awa));
    assert_eq!(heard(text(json!({})), 2), [], "nobody knows which of them it is of");
    assert_eq!(heard(text(json!({"from_user_id": "SN.13"})), 1), [(None, Some("SN.13".to_owned()), None)]);
}

fn template() -> TemplateNews {
    TemplateNews {
        template: TemplateRef {
            provider_id: Some("9007199254740993".into()),
            name: Some("offre_hiver".into()),
            language: Some("en_US".into()),
        },
        status: None,
        told: None,
        quality: None,
        category: None,
        next_category: None,
        reason: None,
        detail: None,
        recommendation: None,
        at: at(1_794_000_300),
    }
}

#[test]
fn what_becomes_of_a_template_is_read_by_its_members_whatever_the_field_is_called() {
    let told = told(include_bytes!("../../../src/meta/fixtures/templates.json"));
    let status =
        |status, word: &str| TemplateNews { status: Some(status), told: Some(word.into()), ..template() };
    let expected = [
        TemplateNews {
            category: Some(TemplateCategory::Marketing),
            reason: Some("INVALID_FORMAT".into()),
            detail: Some("Two variables touch each other.".into()),
            recommendation: Some("Write words between them.".into()),
            ..status(TemplateStatus::Rejected, "REJECTED")
        },
        TemplateNews {
            reason: Some("FIRST_PAUSE".into()),
            detail: Some("Paused for 3 hours".into()),
            ..status(TemplateStatus::Paused, "paused")
        },
        TemplateNews { detail: Some("2026-12-01".into()), ..status(TemplateStatus::Other, "FLAGGED") },
        TemplateNews { quality: Some(TemplateQuality::Yellow), ..template() },
        TemplateNews {
            category: Some(TemplateCategory::Utility),
            next_category: Some((TemplateCategory::Marketing, Some(at(1_794_090_000)))),
            ..template()
        },
        TemplateNews { category: Some(TemplateCategory::Marketing), ..template() },
    ];
    assert_eq!(told.news, expected.map(WhatsappNews::Template));
    assert_eq!(told.unknown, ["message_template_components_update"]);
}

#[test]
fn what_becomes_of_the_number_and_its_account_is_read_and_the_rest_is_noted() {
    let told = told(include_bytes!("../../../src/meta/fixtures/account.json"));
    let limit = |limit| SenderNews { daily_limit: Some(limit), ..SenderNews::default() };
    let upgraded = SenderNews {
        per_second: Some(1_000),
        event: Some("THROUGHPUT_UPGRADE".into()),
        ..limit(Some(10_000))
    };
    assert_eq!(told.news, [upgraded, limit(Some(2_000)), limit(None)].map(WhatsappNews::Sender));
    for (telling, reason) in told
        .tellings
        .iter()
        .zip(["DISABLED_UPDATE DISABLE", "ACCOUNT_RESTRICTION RESTRICTED_BIZ_INITIATED_MESSAGING"])
    {
        let event = &telling.event;
        assert_eq!((event.kind, &event.subject), (EventKind::AccountStatus, &Subject::Account));
        assert_eq!(event.reason.as_deref(), Some(reason));
        assert_eq!(event.occurred_at, at(1_794_000_400));
        assert_eq!(AccountConsequence::of(event), Some(AccountConsequence::Stop));
    }
    assert_eq!(told.tellings.len(), 2);
    let unknown = [
        "phone_number_quality_update ONBOARDING",
        "account_alerts OBA_APPROVED Fine",
        "flows FLOW_STATUS_CHANGE",
        "security",
    ];
    assert_eq!(told.unknown, unknown);
}

#[test]
fn what_becomes_of_the_account_is_the_same_event_however_late_it_is_told_again() {
    let body = include_bytes!("../../../src/meta/fixtures/account.json");
    let keys = |second| {
        let tellings = closed().hears(body, at(second)).unwrap().tellings;
        tellings.into_iter().map(|telling| telling.event.natural_key).collect::<Vec<_>>()
    };
    assert_eq!(keys(1), keys(2));
    assert_ne!(keys(1)[0], keys(1)[1]);
}
