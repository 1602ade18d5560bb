//! Templates that are listed.

use domain::whatsapp::{
    HeaderMedia, TemplateButton, TemplateCategory, TemplateContent, TemplateHeader, TemplateStatus,
};
use providers::{KnownTemplate, TemplatePage};
use serde_json::{Value, json};

use super::{TEMPLATE, open};
use crate::server::{Act, Received, Server};

/// The page that an answer makes, and what was asked for it.
async fn page(asked: Option<&str>, contents: Value, next: Option<&str>) -> (TemplatePage, Received) {
    let body = json!({"contents": contents, "meta": {"key": "contents", "next_page_url": next}});
    let mut server = Server::start([Act::with(200, ("date", "Sun, 22 Nov 2026 10:00:00 GMT"), body)]).await;
    let connection = open(server.url.clone());
    let page = connection.whatsapp().unwrap().templates(asked).await.unwrap();
    (page, server.received().remove(0))
}

async fn known(content: Value) -> KnownTemplate {
    page(None, json!([content]), None).await.0.templates.remove(0)
}

/// A template of these types, with its approval.
fn told(types: Value, variables: Value) -> Value {
    json!({
        "sid": TEMPLATE, "friendly_name": "promo soldes", "language": "fr", "types": types, "variables": variables,
        "date_updated": "2026-01-18T02:46:35Z",
        "approval_requests": {"name": "promo_soldes", "category": "MARKETING", "status": "approved", "rejection_reason": ""},
    })
}

fn plain() -> Value {
    told(json!({"twilio/text": {"body": "Bonjour {{1}} !"}}), json!({"1": "Contact"}))
}

#[tokio::test]
async fn pages_follow_each_other_by_what_twilio_names_whatever_host_it_names() {
    let next = "https://content.twilio.com/v1/ContentAndApprovals?PageSize=500&Page=1&PageToken=DNHX1";
    let (first, received) = page(None, json!([plain()]), Some(next)).await;
    assert_eq!(received.line, "GET /v3/v1/ContentAndApprovals?PageSize=500 HTTP/1.1");
    assert_eq!(first.next.as_deref(), Some("PageSize=500&Page=1&PageToken=DNHX1"));
    let (last, received) = page(first.next.as_deref(), json!([plain()]), None).await;
    assert_eq!(received.line, "GET /v3/v1/ContentAndApprovals?PageSize=500&Page=1&PageToken=DNHX1 HTTP/1.1");
    assert_eq!((last.next, last.templates.len()), (None, 1));
}

#[tokio::test]
async fn a_template_is_told_with_where_it_stands_when_it_was_asked_for() {
    let KnownTemplate { news, content } = known(plain()).await;
    assert_eq!(news.template.provider_id.as_deref(), Some(TEMPLATE));
    assert_eq!(news.template.name.as_deref(), Some("promo_soldes"));
    assert_eq!((news.status, news.told.as_deref()), (Some(TemplateStatus::Approved), Some("approved")));
    assert_eq!(news.category, Some(TemplateCategory::Marketing));
    assert_eq!((news.reason, news.detail), (None, None));
    assert_eq!(news.at.to_rfc3339(), "2026-11-22T10:00:00+00:00");
    let content = content.unwrap();
    assert_eq!((content.body.as_str(), content.variables()), ("Bonjour {{1}} !", vec!["1"]));
}

#[tokio::test]
async fn an_approval_is_read_however_it_is_wrapped() {
    let flat = json!({"name": "n", "category": "TRANSACTIONAL", "status": "REJECTED", "rejection_reason": "INVALID_FORMAT. Facebook is not able to …"});
    for wrapped in [flat.clone(), json!({"whatsapp": flat}), json!([flat])] {
        let mut content = plain();
        content["approval_requests"] = wrapped;
        let news = known(content).await.news;
        assert_eq!(
            (news.status, news.category),
            (Some(TemplateStatus::Rejected), Some(TemplateCategory::Utility))
        );
        assert_eq!(news.reason.as_deref(), Some("INVALID_FORMAT"));
        assert_eq!(news.detail.as_deref(), Some("INVALID_FORMAT. Facebook is not able to …"));
    }
    for nothing in [Value::Null, json!({}), json!([]), json!({"status": ""})] {
        let mut content = plain();
        content["approval_requests"] = nothing;
        assert_eq!(known(content).await.news.status, Some(TemplateStatus::Draft));
    }
}

#[tokio::test]
async fn every_status_has_its_word_and_an_unknown_one_is_kept_as_it_is() {
    for (word, status) in [
        ("received", TemplateStatus::Pending),
        ("pending", TemplateStatus::Pending),
        ("Paused", TemplateStatus::Paused),
        ("disabled", TemplateStatus::Disabled),
        ("in_appeal", TemplateStatus::InAppeal),
        ("enchanted", TemplateStatus::Other),
    ] {
        let mut content = plain();
        content["approval_requests"]["status"] = word.into();
        let news = known(content).await.news;
        assert_eq!((news.status, news.told.as_deref()), (Some(status), Some(word)));
    }
}

#[tokio::test]
async fn what_we_made_ourselves_is_read_as_we_wrote_it_but_for_the_names() {
    let card = json!({"whatsapp/card": {
        "header_text": null, "body": "Bonjour {{1}}, {{2}} !", "footer": "STOP", "media": ["https://cdn.example.test/{{5}}"],
        "actions": [
            {"type": "QUICK_REPLY", "title": "Ne plus recevoir", "id": "OPTOUT"},
            {"type": "URL", "title": "Voir", "url": "https://mkt.example.test/t/c/{{3}}"},
            {"type": "COPY_CODE", "title": "Copy code", "code": "{{4}}"},
        ],
    }});
    let variables =
        json!({"1": "Contact", "2": "-20 %", "3": "k7Qz1", "4": "HIVER20", "5": "a/soldes.jpg?v=2"});
    let content = known(told(card, variables)).await.content.unwrap();
    let example_url = "https://cdn.example.test/a/soldes.jpg?v=2".to_owned();
    assert_eq!(content.header, Some(TemplateHeader::Media { media: HeaderMedia::Image, example_url }));
    let buttons = [
        TemplateButton::QuickReply { text: "Ne plus recevoir".into(), opts_out: true },
        TemplateButton::Tracked { text: "Voir".into() },
        TemplateButton::CopyCode,
    ];
    assert_eq!(content.buttons, buttons);
    assert_eq!(content.variables(), ["1", "2", "code"]);
    assert_eq!((content.examples["1"].as_str(), content.examples["code"].as_str()), ("Contact", "HIVER20"));
    assert_eq!(content.footer.as_deref(), Some("STOP"));
}

#[tokio::test]
async fn what_our_words_cannot_say_is_told_without_what_it_says() {
    let bodies = ["{{2}} avant {{1}}", "Bonjour {{prenom}}", "{{1}} puis {{3}}"];
    let texts = bodies.map(|body| json!({"twilio/text": {"body": body}}));
    let buttons = |button: Value| json!({"twilio/call-to-action": {"body": "Bonjour", "actions": [button]}});
    let others = [
        json!({"twilio/carousel": {"body": "Bonjour", "cards": []}}),
        json!({"twilio/media": {"body": "Bonjour", "media": ["https://cdn.example.test/fixed.jpg"]}}),
        buttons(json!({"type": "URL", "title": "Voir", "url": "https://example.test/{{1}}"})),
        buttons(json!({"type": "VOICE_CALL", "title": "Appeler"})),
        json!("nothing of the kind"),
    ];
    for types in texts.into_iter().chain(others) {
        let known = known(told(types.clone(), json!({"1": "a"}))).await;
        assert_eq!(
            (known.content, known.news.status),
            (None::<TemplateContent>, Some(TemplateStatus::Approved)),
            "{types}"
        );
    }
}

#[tokio::test]
async fn what_is_no_template_keeps_no_other_from_being_read() {
    let (page, _) = page(None, json!([7, {}, plain(), null]), None).await;
    assert_eq!(page.templates.len(), 1);
}
