//! Templates on their way to Meta: literal bodies.

use std::{collections::BTreeMap, io::ErrorKind, net::TcpListener};

use domain::whatsapp::{
    HeaderMedia, TemplateButton, TemplateCategory, TemplateContent, TemplateHeader, TemplateStatus,
};
use providers::{Failure, MetaSettings, Submission, Submitted};
use serde_json::{Value, json};

use super::{error, open, open_with, settings, whatsapp_of};
use crate::server::{Act, PATIENT, Received, Server};

const TRACKED: &str = "https://mkt.example.org/t/c/";

fn content() -> TemplateContent {
    let examples = [("saison", "l’hiver"), ("prenom", "Awa"), ("remise", "20 %"), ("code", "HIVER26")];
    TemplateContent {
        name: "offre_hiver".into(),
        language: "fr".into(),
        category: TemplateCategory::Marketing,
        header: Some(TemplateHeader::Text { text: "Soldes de {{ saison }}".into() }),
        body: "Bonjour {{ prenom }}, {{remise}} pour vous, {{prenom}} : à bientôt.".into(),
        footer: Some("Exemple SAS".into()),
        buttons: vec![
            TemplateButton::Tracked { text: "Voir".into() },
            TemplateButton::Url { text: "Le site".into(), url: "https://exemple.fr/".into() },
            TemplateButton::Phone { text: "Appeler".into(), phone: "+33700000000".into() },
            TemplateButton::CopyCode,
            TemplateButton::QuickReply { text: "Ne plus recevoir".into(), opts_out: true },
        ],
        examples: examples.map(|(name, example)| (name.to_owned(), example.to_owned())).into(),
    }
}

async fn handed_in(
    content: &TemplateContent,
    provider_id: Option<&str>,
    acts: Vec<Act>,
) -> (Result<Submitted, Failure>, Vec<Received>) {
    let mut server = Server::start(acts).await;
    let connection = open(server.url.clone());
    let submission = Submission { content, provider_id, tracked_base: TRACKED };
    (whatsapp_of(&connection).submit(submission).await, server.received())
}

fn made() -> Act {
    Act::answer(200, json!({"id": "1234567890", "status": "PENDING", "category": "UTILITY"}))
}

fn components() -> Value {
    json!([
        {"type": "HEADER", "format": "TEXT", "text": "Soldes de {{saison}}",
         "example": {"header_text_named_params": [{"param_name": "saison", "example": "l’hiver"}]}},
        {"type": "BODY", "text": "Bonjour {{prenom}}, {{remise}} pour vous, {{prenom}} : à bientôt.",
         "example": {"body_text_named_params": [
            {"param_name": "prenom", "example": "Awa"}, {"param_name": "remise", "example": "20 %"}]}},
        {"type": "FOOTER", "text": "Exemple SAS"},
        {"type": "BUTTONS", "buttons": [
            {"type": "URL", "text": "Voir", "url": "https://mkt.example.org/t/c/{{1}}", "example": ["example"]},
            {"type": "URL", "text": "Le site", "url": "https://exemple.fr/"},
            {"type": "PHONE_NUMBER", "text": "Appeler", "phone_number": "+33700000000"},
            {"type": "COPY_CODE", "example": "HIVER26"},
            {"type": "QUICK_REPLY", "text": "Ne plus recevoir"}]},
    ])
}

#[tokio::test]
async fn a_template_is_handed_in_with_an_example_for_each_variable() {
    let (told, received) = handed_in(&content(), None, vec![made()]).await;
    let expected = Submitted {
        provider_id: "1234567890".into(),
        status: TemplateStatus::Pending,
        told: "PENDING".into(),
        category: TemplateCategory::Utility,
    };
    assert_eq!(told, Ok(expected), "Meta may give it another category");
    assert_eq!(received[0].line, "POST /v3/v25.0/102290000000001/message_templates HTTP/1.1");
    let body = json!({"name": "offre_hiver", "language": "fr", "category": "MARKETING", "parameter_format": "named",
        "components": components()});
    assert_eq!(received[0].json(), body);
}

#[tokio::test]
async fn a_change_replaces_what_the_template_says_and_is_looked_at_again() {
    let (told, received) =
        handed_in(&content(), Some("1234567890"), vec![Act::answer(200, json!({"success": true}))]).await;
    assert!(matches!(told, Ok(Submitted { status: TemplateStatus::Pending, .. })), "{told:?}");
    assert_eq!(received[0].line, "POST /v3/v25.0/1234567890 HTTP/1.1");
    assert_eq!(received[0].json(), json!({"category": "MARKETING", "components": components()}));
}

#[tokio::test]
async fn variables_that_are_numbers_are_told_in_their_order() {
    let content = TemplateContent {
        header: Some(TemplateHeader::Text { text: "Soldes {{1}}".into() }),
        body: "{{1}}, {{2}} pour vous.".into(),
        footer: None,
        buttons: Vec::new(),
        examples: BTreeMap::from([("1".into(), "Awa".into()), ("2".into(), "20 %".into())]),
        ..content()
    };
    let (_, received) = handed_in(&content, None, vec![made()]).await;
    let body = received[0].json();
    assert_eq!(body["parameter_format"], "positional");
    assert_eq!(body["components"][0]["example"], json!({"header_text": ["Awa"]}));
    assert_eq!(body["components"][1]["example"], json!({"body_text": [["Awa", "20 %"]]}));
}

#[tokio::test]
async fn a_no_tells_what_to_change() {
    let body = json!({"error": {"code": 100, "message": "Invalid parameter", "error_user_msg": "Le texte est trop long"}});
    let (told, _) = handed_in(&content(), None, vec![Act::answer(400, body)]).await;
    assert_eq!(told, Err(Failure::Refused { code: "100".into(), detail: "Le texte est trop long".into() }));
}

fn with_picture(example_url: String) -> TemplateContent {
    let header = TemplateHeader::Media { media: HeaderMedia::Image, example_url };
    TemplateContent { header: Some(header), buttons: Vec::new(), ..content() }
}

#[tokio::test]
async fn the_example_of_a_picture_is_fetched_and_uploaded_first() {
    let acts = [
        Act::with(200, ("content-type", "image/png; x=1"), "PNG"),
        Act::answer(200, json!({"id": "upload:MTphd"})),
        Act::answer(200, json!({"h": "4::aW"})),
        made(),
    ];
    let mut server = Server::start(acts).await;
    let connection = open(server.url.clone());
    let content = with_picture(format!("{}/a.png", server.url));
    let submission = Submission { content: &content, provider_id: None, tracked_base: TRACKED };
    assert!(whatsapp_of(&connection).submit(submission).await.is_ok());
    let received = server.received();
    let lines: Vec<_> = received.iter().map(|call| call.line.as_str()).collect();
    let expected = [
        "GET /v3/a.png HTTP/1.1",
        "POST /v3/v25.0/2026/uploads?file_name=image&file_length=3&file_type=image%2Fpng HTTP/1.1",
        "POST /v3/v25.0/upload:MTphd HTTP/1.1",
        "POST /v3/v25.0/102290000000001/message_templates HTTP/1.1",
    ];
    assert_eq!(lines, expected);
    assert!(!received[0].headers.contains_key("authorization"), "whoever keeps the picture is shown no key");
    assert_eq!(
        (received[2].headers["authorization"].as_str(), &received[2].body[..]),
        ("OAuth EAAinvented", &b"PNG"[..])
    );
    let header = &received[3].json()["components"][0];
    assert_eq!(
        *header,
        json!({"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["4::aW"]}})
    );
}

#[tokio::test]
async fn an_example_that_is_no_picture_is_not_passed_on() {
    for (act, words) in [
        (Act::with(200, ("content-type", "text/html"), "<p>"), "image/jpeg"),
        (Act::with(200, ("content-type", "image/png"), "P".repeat((5 << 20) + 1)), "5 MB"),
        (Act::with(302, ("location", "http://127.0.0.1/secret"), ""), "302"),
    ] {
        let mut server = Server::start([act]).await;
        let connection = open(server.url.clone());
        let content = with_picture(format!("{}/a.png", server.url));
        let submission = Submission { content: &content, provider_id: None, tracked_base: TRACKED };
        let told = whatsapp_of(&connection).submit(submission).await.unwrap_err();
        assert!(matches!(&told, Failure::Refused { .. }) && told.to_string().contains(words), "{told}");
        assert_eq!(server.received().len(), 1);
    }
}

#[tokio::test]
async fn without_an_app_or_a_safe_address_no_example_is_fetched() {
    let mut server = Server::start([]).await;
    let example = format!("{}/a.png", server.url);
    let there = Some(server.url.clone());
    let elsewhere = "https://127.0.0.1:9".parse().ok();
    let cases = [
        (MetaSettings { app_id: None, ..settings(there.clone()) }, example.as_str(), "EBVISION_META_APP_ID"),
        (settings(elsewhere), example.as_str(), "https address"),
        (settings(there), "ftp://127.0.0.1/a.png", "https address"),
    ];
    for (settings, example, words) in cases {
        let connection = open_with(settings, PATIENT);
        let content = with_picture(example.into());
        let submission = Submission { content: &content, provider_id: None, tracked_base: TRACKED };
        let told = whatsapp_of(&connection).submit(submission).await.unwrap_err();
        assert!(told.to_string().contains(words), "{told}");
    }
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn an_example_within_our_own_network_is_refused_and_never_called_for() {
    let within = TcpListener::bind("127.0.0.1:0").unwrap();
    within.set_nonblocking(true).unwrap();
    let port = within.local_addr().unwrap().port();
    for base in ["https://127.0.0.1:9", "http://127.0.0.1:9"] {
        let connection = open_with(settings(base.parse().ok()), PATIENT);
        for host in ["127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]", "awa:secret@127.0.0.1"] {
            let content = with_picture(format!("https://{host}:{port}/a.png"));
            let submission = Submission { content: &content, provider_id: None, tracked_base: TRACKED };
            let told = whatsapp_of(&connection).submit(submission).await.unwrap_err();
            assert!(matches!(&told, Failure::Refused { code, .. } if code == "example"), "{host}: {told}");
        }
    }
    assert_eq!(within.accept().unwrap_err().kind(), ErrorKind::WouldBlock, "nobody came");
}

#[tokio::test]
async fn a_template_is_taken_away_in_one_language_alone() {
    let acts = [Act::answer(200, json!({"success": true})), Act::answer(400, error(100, "no such template"))];
    let mut server = Server::start(acts).await;
    let connection = open(server.url.clone());
    assert_eq!(whatsapp_of(&connection).delete("offre_hiver", "1234567890").await, Ok(()));
    let refused = whatsapp_of(&connection).delete("offre_hiver", "1").await;
    assert!(matches!(refused, Err(Failure::Refused { .. })), "{refused:?}");
    let line =
        "DELETE /v3/v25.0/102290000000001/message_templates?hsm_id=1234567890&name=offre_hiver HTTP/1.1";
    assert_eq!(server.received()[0].line, line);
}
