//! Templates that are handed in, changed and taken away.

use std::collections::BTreeMap;

use domain::whatsapp::{
    HeaderMedia, TemplateButton, TemplateCategory, TemplateContent, TemplateHeader, TemplateStatus,
};
use providers::{Failure, Submission, Submitted};
use serde_json::{Value, json};

use super::{TEMPLATE, no, open};
use crate::server::{Act, Received, Server};

const BASE: &str = "https://mkt.example.test/t/c/";

pub(super) fn content() -> TemplateContent {
    TemplateContent {
        name: "promo_soldes".into(),
        language: "fr".into(),
        category: TemplateCategory::Marketing,
        header: None,
        body: "Bonjour {{prenom}}, {{ remise }} pour vous, {{prenom}} !".into(),
        footer: None,
        buttons: Vec::new(),
        examples: [
            ("prenom", "Contact"),
            ("remise", "-20 %"),
            ("saison", "Soldes d’hiver"),
            ("code", "HIVER20"),
        ]
        .map(|(name, example)| (name.to_owned(), example.to_owned()))
        .into(),
    }
}

fn created() -> Act {
    Act::answer(201, json!({"sid": TEMPLATE, "language": "fr"}))
}

fn asked(status: &str) -> Act {
    let body = json!({"name": "promo_soldes", "category": "UTILITY", "content_type": "twilio/text", "status": status});
    Act::answer(201, body)
}

/// How a template was answered, and what arrived.
async fn submit(
    content: &TemplateContent,
    provider_id: Option<&str>,
    acts: Vec<Act>,
) -> (Result<Submitted, Failure>, Vec<Received>) {
    let mut server = Server::start(acts).await;
    let connection = open(server.url.clone());
    let submission = Submission { content, provider_id, tracked_base: BASE };
    let answered = connection.whatsapp().unwrap().submit(submission).await;
    (answered, server.received())
}

/// The body that makes a template.
async fn made(content: TemplateContent) -> Value {
    let (_, received) = submit(&content, None, vec![created(), asked("received")]).await;
    received[0].json()
}

fn lines(received: &[Received]) -> Vec<String> {
    received.iter().map(|call| call.line.trim_end_matches(" HTTP/1.1").to_owned()).collect()
}

#[tokio::test]
async fn a_template_is_made_and_then_handed_in() {
    let (answered, received) = submit(&content(), None, vec![created(), asked("received")]).await;
    let expected = Submitted {
        provider_id: TEMPLATE.into(),
        status: TemplateStatus::Pending,
        told: "received".into(),
        category: TemplateCategory::Utility,
    };
    assert_eq!(answered, Ok(expected));
    let approval = format!("POST /v3/v1/Content/{TEMPLATE}/ApprovalRequests/whatsapp");
    assert_eq!(lines(&received), ["POST /v3/v1/Content", approval.as_str()]);
    let body = json!({
        "friendly_name": "promo_soldes", "language": "fr",
        "variables": {"1": "Contact", "2": "-20 %"},
        "types": {"twilio/text": {"body": "Bonjour {{1}}, {{2}} pour vous, {{1}} !"}},
    });
    assert_eq!(received[0].json(), body);
    assert_eq!(received[1].json(), json!({"name": "promo_soldes", "category": "MARKETING"}));
}

#[tokio::test]
async fn what_was_handed_in_waits_even_where_the_answer_still_calls_it_unsubmitted() {
    let (answered, _) = submit(&content(), None, vec![created(), asked("unsubmitted")]).await;
    assert_eq!(answered.unwrap().status, TemplateStatus::Pending);
}

#[tokio::test]
async fn each_shape_has_the_plainest_type_that_says_it() {
    let quick = TemplateButton::QuickReply { text: "Ne plus recevoir".into(), opts_out: true };
    let phone = TemplateButton::Phone { text: "Appeler".into(), phone: "+33700000000".into() };
    let media = |media, url: &str| Some(TemplateHeader::Media { media, example_url: url.into() });
    let picture = media(HeaderMedia::Image, "https://cdn.example.test/a/soldes.jpg?v=2");
    let with = |change: &dyn Fn(&mut TemplateContent)| {
        let mut content = content();
        change(&mut content);
        content
    };
    let cases = [
        (with(&|_| ()), "twilio/text"),
        (with(&|content| content.header = picture.clone()), "twilio/media"),
        (with(&|content| content.buttons = vec![quick.clone()]), "twilio/quick-reply"),
        (with(&|content| content.buttons = vec![phone.clone()]), "twilio/call-to-action"),
        (with(&|content| content.buttons = vec![quick.clone(), phone.clone()]), "whatsapp/card"),
        (with(&|content| content.footer = Some("STOP".into())), "whatsapp/card"),
        (
            with(&|content| (content.header, content.buttons) = (picture.clone(), vec![phone.clone()])),
            "whatsapp/card",
        ),
        (
            with(&|content| (content.body, content.buttons) = ("x".repeat(641), vec![phone.clone()])),
            "whatsapp/card",
        ),
    ];
    for (content, wanted) in cases {
        let types = made(content).await["types"].clone();
        let names: Vec<_> = types.as_object().unwrap().keys().cloned().collect();
        assert_eq!(names, [wanted]);
    }
}

#[tokio::test]
async fn everything_at_once_is_numbered_over_header_text_and_buttons() {
    let buttons = vec![
        TemplateButton::QuickReply { text: "Ne plus recevoir".into(), opts_out: true },
        TemplateButton::QuickReply { text: "Merci".into(), opts_out: false },
        TemplateButton::Tracked { text: "Voir".into() },
        TemplateButton::Url { text: "Le site".into(), url: "https://example.test/".into() },
        TemplateButton::Phone { text: "Appeler".into(), phone: "+33700000000".into() },
        TemplateButton::CopyCode,
    ];
    let header = Some(TemplateHeader::Text { text: "{{saison}} pour {{prenom}}".into() });
    let body = made(TemplateContent { header, footer: Some("STOP".into()), buttons, ..content() }).await;
    let card = json!({
        "header_text": "{{1}} pour {{2}}",
        "body": "Bonjour {{3}}, {{4}} pour vous, {{3}} !",
        "footer": "STOP",
        "actions": [
            {"type": "QUICK_REPLY", "title": "Ne plus recevoir", "id": "OPTOUT"},
            {"type": "QUICK_REPLY", "title": "Merci", "id": "Merci"},
            {"type": "URL", "title": "Voir", "url": "https://mkt.example.test/t/c/{{5}}"},
            {"type": "URL", "title": "Le site", "url": "https://example.test/"},
            {"type": "PHONE_NUMBER", "title": "Appeler", "phone": "+33700000000"},
            {"type": "COPY_CODE", "title": "Copy code", "code": "{{6}}"},
        ],
    });
    assert_eq!(body["types"], json!({"whatsapp/card": card}));
    let examples = json!({"1": "Soldes d’hiver", "2": "Contact", "3": "Contact", "4": "-20 %", "5": "k7Qz1", "6": "HIVER20"});
    assert_eq!(body["variables"], examples);
}

#[tokio::test]
async fn the_file_of_the_header_is_the_last_variable_and_its_host_is_fixed() {
    let example_url = "https://cdn.example.test/a/soldes.jpg?v=2".to_owned();
    let header = Some(TemplateHeader::Media { media: HeaderMedia::Image, example_url });
    let body = made(TemplateContent { header, ..content() }).await;
    let media = &body["types"]["twilio/media"]["media"];
    assert_eq!(
        (media, &body["variables"]["3"]),
        (&json!(["https://cdn.example.test/{{3}}"]), &json!("a/soldes.jpg?v=2"))
    );
}

#[tokio::test]
async fn what_has_to_be_mended_is_told_without_a_call() {
    let example =
        |url: &str| Some(TemplateHeader::Media { media: HeaderMedia::Image, example_url: url.into() });
    let cases = [
        (TemplateContent { examples: BTreeMap::new(), ..content() }, "example"),
        (TemplateContent { body: "Bonjour {{prenom".into(), ..content() }, "braces"),
        (TemplateContent { header: example("soldes.jpg"), ..content() }, "example_url"),
        (TemplateContent { header: example("http://cdn.example.test/a.jpg"), ..content() }, "example_url"),
        (TemplateContent { header: example("https://cdn.example.test/"), ..content() }, "example_url"),
    ];
    for (content, wanted) in cases {
        let (answered, received) = submit(&content, None, vec![]).await;
        assert!(matches!(&answered, Err(Failure::Refused { code, .. }) if code == wanted), "{answered:?}");
        assert!(received.is_empty());
    }
}

#[tokio::test]
async fn a_change_is_another_template_and_the_one_before_goes() {
    let acts = vec![created(), Act::answer(204, ""), asked("received")];
    let (answered, received) = submit(&content(), Some("HX0ld"), acts).await;
    assert_eq!(answered.unwrap().provider_id, TEMPLATE);
    let approval = format!("POST /v3/v1/Content/{TEMPLATE}/ApprovalRequests/whatsapp");
    assert_eq!(lines(&received), ["POST /v3/v1/Content", "DELETE /v3/v1/Content/HX0ld", &approval]);
}

#[tokio::test]
async fn what_cannot_be_handed_in_is_taken_away_again() {
    let acts = vec![created(), no(400, 20_001, "name is taken"), Act::answer(204, "")];
    let (answered, received) = submit(&content(), None, acts).await;
    let expected = Failure::Refused { code: "20001".into(), detail: "name is taken".into() };
    assert_eq!(answered, Err(expected));
    assert_eq!(lines(&received)[2], format!("DELETE /v3/v1/Content/{TEMPLATE}"));
}

#[tokio::test]
async fn a_template_that_is_not_there_is_taken_away_already() {
    for (act, gone) in [
        (Act::answer(204, ""), true),
        (no(404, 20_404, "not found"), true),
        (Act::answer(404, "<html>"), true),
        (no(403, 20_003, "no"), false),
    ] {
        let server = Server::start([act.clone()]).await;
        let connection = open(server.url.clone());
        let answered = connection.whatsapp().unwrap().delete("promo_soldes", TEMPLATE).await;
        assert_eq!(answered.is_ok(), gone, "{act:?}");
    }
}
