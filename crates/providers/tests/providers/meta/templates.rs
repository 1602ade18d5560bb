//! The templates that Meta knows.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::whatsapp::{
    HeaderMedia, TemplateButton, TemplateCategory, TemplateContent, TemplateHeader, TemplateNews,
    TemplateQuality, TemplateRef, TemplateStatus,
};
use providers::TemplatePage;
use serde_json::{Value, json};

use super::{open, whatsapp_of};
use crate::server::{Act, Server};

/// By the answers' own clock.
fn at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_341_600, 0).unwrap()
}

async fn page(cursor: Option<&str>, told: Value) -> (TemplatePage, String) {
    let mut server = Server::start([Act::with(200, ("date", "Sun, 22 Nov 2026 10:00:00 GMT"), told)]).await;
    let connection = open(server.url.clone());
    let page = whatsapp_of(&connection).templates(cursor).await.unwrap();
    (page, server.received()[0].line.clone())
}

async fn content_of(components: Value) -> Option<TemplateContent> {
    let template = json!({"id": "1", "name": "offre_hiver", "language": "fr", "status": "APPROVED",
        "category": "MARKETING", "components": components});
    page(None, json!({"data": [template]})).await.0.templates.remove(0).content
}

fn simple(body: &str) -> TemplateContent {
    TemplateContent {
        name: "offre_hiver".into(),
        language: "fr".into(),
        category: TemplateCategory::Marketing,
        header: None,
        body: body.into(),
        footer: None,
        buttons: Vec::new(),
        examples: BTreeMap::new(),
    }
}

#[tokio::test]
async fn pages_follow_each_other_by_their_cursor_until_there_is_no_next() {
    let paging = json!({"cursors": {"before": "A", "after": "B"}, "next": "https://graph.facebook.com/x"});
    let (first, line) = page(None, json!({"data": [], "paging": paging})).await;
    assert_eq!(first, TemplatePage { templates: Vec::new(), next: Some("B".into()) });
    assert!(
        line.starts_with("GET /v3/v25.0/102290000000001/message_templates?fields=")
            && !line.contains("after"),
        "{line}"
    );
    for paging in [json!({"cursors": {"before": "A", "after": "C"}}), json!(null)] {
        let (last, line) = page(Some("B"), json!({"data": [], "paging": paging})).await;
        assert_eq!(last.next, None);
        assert!(line.contains("&limit=100&after=B "), "{line}");
    }
}

#[tokio::test]
async fn a_template_tells_where_it_stands() {
    let template = json!({"id": "77", "name": "offre_hiver", "language": "en_US", "status": "REJECTED", "category": "UTILITY",
        "quality_score": {"score": "GREEN", "date": 1}, "rejected_reason": "ABUSIVE_CONTENT", "components": []});
    let (page, _) = page(None, json!({"data": [template, {}]})).await;
    let nothing = TemplateNews {
        template: TemplateRef { provider_id: None, name: None, language: None },
        status: None,
        told: None,
        quality: None,
        category: None,
        next_category: None,
        reason: None,
        detail: None,
        recommendation: None,
        at: at(),
    };
    let expected = TemplateNews {
        template: TemplateRef {
            provider_id: Some("77".into()),
            name: Some("offre_hiver".into()),
            language: Some("en_US".into()),
        },
        status: Some(TemplateStatus::Rejected),
        told: Some("REJECTED".into()),
        quality: Some(TemplateQuality::Green),
        category: Some(TemplateCategory::Utility),
        reason: Some("ABUSIVE_CONTENT".into()),
        ..nothing.clone()
    };
    let news: Vec<_> = page.templates.into_iter().map(|known| (known.news, known.content)).collect();
    assert_eq!(news, [(expected, None), (nothing, None)]);
}

#[tokio::test]
async fn what_a_template_says_is_told_in_our_words() {
    let told = content_of(json!([
        {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["https://cdn.example/x"]}},
        {"type": "body", "text": "Bonjour {{prenom}}.",
         "example": {"body_text_named_params": [{"param_name": "prenom", "example": "Awa"}]}},
        {"type": "FOOTER", "text": "Exemple SAS"},
        {"type": "BUTTONS", "buttons": [
            {"type": "QUICK_REPLY", "text": "Oui"},
            {"type": "URL", "text": "Le site", "url": "https://exemple.fr/"},
            {"type": "PHONE_NUMBER", "text": "Appeler", "phone_number": "+33700000000"},
            {"type": "COPY_CODE", "example": ["HIVER"]}]},
    ]));
    let media = HeaderMedia::Image;
    let expected = TemplateContent {
        header: Some(TemplateHeader::Media { media, example_url: "https://cdn.example/x".into() }),
        footer: Some("Exemple SAS".into()),
        buttons: vec![
            TemplateButton::QuickReply { text: "Oui".into(), opts_out: false },
            TemplateButton::Url { text: "Le site".into(), url: "https://exemple.fr/".into() },
            TemplateButton::Phone { text: "Appeler".into(), phone: "+33700000000".into() },
            TemplateButton::CopyCode,
        ],
        examples: BTreeMap::from([("prenom".into(), "Awa".into())]),
        ..simple("Bonjour {{prenom}}.")
    };
    assert_eq!(told.await, Some(expected));
}

#[tokio::test]
async fn variables_that_are_numbers_keep_their_examples() {
    let told = content_of(json!([
        {"type": "HEADER", "format": "TEXT", "text": "Soldes {{1}}", "example": {"header_text": ["d’hiver"]}},
        {"type": "BODY", "text": "Bonjour à tous."},
    ]))
    .await
    .unwrap();
    assert_eq!(told.header, Some(TemplateHeader::Text { text: "Soldes {{1}}".into() }));
    assert_eq!(told.examples, BTreeMap::from([("1".into(), "d’hiver".into())]));
}

/// As Meta's "seasonal promotion", by places: the first above the text is another one than the first in it.
#[tokio::test]
async fn places_above_the_text_are_other_ones_than_those_in_it() {
    let header = json!({"type": "HEADER", "format": "TEXT", "text": "Our {{1}} is on!", "example": {"header_text": ["Summer Sale"]}});
    let body = json!({"type": "BODY",
        "text": "Shop now through {{1}} and use code {{2}} to get {{3}} off of all merchandise.",
        "example": {"body_text": [["the end of August", "25OFF", "25%"]]}});
    let text = "Shop now through {{1}} and use code {{2}} to get {{3}} off of all merchandise.";
    let examples = [("1", "the end of August"), ("2", "25OFF"), ("3", "25%"), ("4", "Summer Sale")];
    let expected = TemplateContent {
        header: Some(TemplateHeader::Text { text: "Our {{4}} is on!".into() }),
        examples: examples.map(|(name, example)| (name.to_owned(), example.to_owned())).into(),
        ..simple(text)
    };
    for components in [json!([header, body]), json!([body, header])] {
        let told = content_of(components).await.unwrap();
        assert_eq!(told.variables(), ["4", "1", "2", "3"]);
        assert_eq!(told, expected);
        assert!(told.is_positional());
    }
}

#[tokio::test]
async fn an_example_is_that_of_its_number_in_whatever_order_the_numbers_stand() {
    let text = "Votre commande {{2}} est prête, {{1}} : {{2}} vous attend.";
    let example = json!({"body_text": [["Awa", "n° 7"]]});
    let told = content_of(json!([{"type": "BODY", "text": text, "example": example}])).await.unwrap();
    assert_eq!(told.body, text);
    assert_eq!(told.examples, BTreeMap::from([("1".into(), "Awa".into()), ("2".into(), "n° 7".into())]));
}

#[tokio::test]
async fn what_we_have_no_words_for_is_not_guessed() {
    for (header, text) in [("Soldes", "Bonjour {{1}}, voici {{3}}."), ("Soldes {{2}}", "Bonjour {{1}}.")] {
        let header = json!({"type": "HEADER", "format": "TEXT", "text": header});
        let gap = content_of(json!([header, {"type": "BODY", "text": text}])).await;
        assert_eq!(gap, None, "nobody tells how many values {text} wants");
    }
    let body = json!({"type": "BODY", "text": "Bonjour."});
    for other in [
        json!({"type": "CAROUSEL", "cards": []}),
        json!({"type": "HEADER", "format": "LOCATION"}),
        json!({"type": "BUTTONS", "buttons": [{"type": "URL", "text": "x", "url": "https://shop.example/{{1}}"}]}),
        json!({"type": "BUTTONS", "buttons": [{"type": "OTP", "otp_type": "COPY_CODE"}]}),
    ] {
        assert_eq!(content_of(json!([body, other])).await, None, "{other}");
    }
    assert_eq!(content_of(json!([body])).await, Some(simple("Bonjour.")));
}
