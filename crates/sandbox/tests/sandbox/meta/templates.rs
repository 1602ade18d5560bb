//! Templates: handed in, looked at, changed, deleted.

use serde_json::{Value, json};

use super::{ACCOUNT, promo};
use crate::harness::{Sandbox, start};

const STATUS: &str = "fields=name,status,rejected_reason,quality_score";

fn with_body(name: &str, text: &str, category: &str) -> Value {
    json!({"name": name, "language": "fr", "category": category, "parameter_format": "positional",
        "components": [{"type": "BODY", "text": text, "example": {"body_text": [["a", "b", "c"]]}}]})
}

async fn status(sandbox: &Sandbox, name: &str) -> Value {
    let path = format!("{ACCOUNT}/message_templates?name={name}&{STATUS}");
    sandbox.graph("GET", &path, None).await.body["data"][0].clone()
}

#[tokio::test]
async fn a_template_waits_and_is_approved_or_rejected_with_a_reason() {
    let sandbox = start().await;
    let answer = sandbox.hand_in(promo()).await;
    assert_eq!((&answer.body["status"], &answer.body["category"]), (&json!("PENDING"), &json!("MARKETING")));
    assert!(answer.body["id"].as_str().unwrap().parse::<u64>().is_ok());
    sandbox
        .hand_in(with_body("beside", "Bonjour cher client {{1}} {{2}} à très bientôt !", "MARKETING"))
        .await;
    sandbox.hand_in(with_body("misfiled", "Votre commande part avec une remise.", "UTILITY")).await;
    sandbox.quiet().await;
    assert_eq!(status(&sandbox, "promo").await["status"], "APPROVED");
    for (name, reason) in [("beside", "INVALID_FORMAT"), ("misfiled", "INCORRECT_CATEGORY")] {
        let found = status(&sandbox, name).await;
        assert_eq!((&found["status"], &found["rejected_reason"]), (&json!("REJECTED"), &json!(reason)));
    }
    sandbox.stop().await;
}

/// The template with a member of it changed.
fn with(place: &str, value: Value) -> Value {
    let mut template = promo();
    *template.pointer_mut(place).unwrap() = value;
    template
}

#[tokio::test]
async fn what_has_not_even_the_form_of_a_template_is_refused_at_once() {
    let sandbox = start().await;
    let buttons = "/components/2/buttons";
    let quick = |text: &str| json!({"type": "QUICK_REPLY", "text": text});
    let link = json!({"type": "URL", "text": "x", "url": "https://example.org/"});
    let cases = [
        with("/name", json!("Promo!")),
        with("/category", json!("ADS")),
        with("/components/0/text", json!("x".repeat(1_025))),
        with("/components/0/text", json!("Bonjour {{Prénom}}, {{remise}} !")),
        with("/components/0/text", json!("Bonjour {{prenom}}, {{remise}} pour {{prenom}} seul !")),
        with("/components/0/example", json!({})),
        with("/components/1/text", json!("Répondez {{stop}}")),
        with("/components/1/text", json!("x".repeat(61))),
        with(buttons, json!([])),
        with(buttons, json!([quick("a"), link, quick("b")])),
        with(buttons, json!([link, link, link])),
        with(&format!("{buttons}/1/text"), json!("x".repeat(26))),
        with(&format!("{buttons}/0/url"), json!("http://127.0.0.1:9/{{1}}/w")),
        with_body("gap", "Bonjour {{2}} et {{3}} !", "MARKETING"),
        json!({"name": "a", "language": "fr", "category": "MARKETING", "components": []}),
    ];
    for template in cases {
        let answer = sandbox.hand_in(template.clone()).await;
        assert_eq!((answer.status, &answer.body["error"]["code"]), (400, &json!(100)), "{template}");
        assert!(answer.body["error"]["error_user_msg"].is_string(), "{}", answer.body);
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn a_name_is_taken_once_in_a_language_and_stays_reserved_after_its_deletion() {
    let sandbox = start().await;
    sandbox.approved(promo()).await;
    let twice = sandbox.hand_in(promo()).await;
    assert_eq!(twice.body["error"]["error_subcode"], 2_388_024);
    let path = format!("{ACCOUNT}/message_templates?name=promo");
    assert_eq!(sandbox.graph("DELETE", &path, None).await.body, json!({"success": true}));
    assert_eq!(sandbox.hand_in(promo()).await.body["error"]["error_subcode"], 2_388_023);
    assert_eq!(sandbox.graph("DELETE", &path, None).await.status, 400);
    sandbox.stop().await;
}

#[tokio::test]
async fn a_rejected_template_is_mended_and_looked_at_again() {
    let sandbox = start().await;
    let text = "{{1}} vous attend demain matin.";
    let id = sandbox.hand_in(with_body("mended", text, "MARKETING")).await.body["id"].clone();
    sandbox.quiet().await;
    assert_eq!(status(&sandbox, "mended").await["status"], "REJECTED");
    let mended = with_body("mended", "Bonjour, {{1}} vous attend demain matin.", "MARKETING");
    let edit = json!({"components": mended["components"]});
    let edited = sandbox.graph("POST", id.as_str().unwrap(), Some(edit)).await;
    assert_eq!((edited.status, edited.body), (200, json!({"success": true})));
    sandbox.quiet().await;
    assert_eq!(status(&sandbox, "mended").await["status"], "APPROVED");
    sandbox.stop().await;
}

#[tokio::test]
async fn the_list_leads_from_page_to_page() {
    let sandbox = start().await;
    for i in 0..5 {
        sandbox.hand_in(with_body(&format!("t{i}"), &format!("Texte numéro {i}."), "MARKETING")).await;
    }
    let mut path = format!("{ACCOUNT}/message_templates?limit=2&fields=name");
    let mut names = Vec::new();
    loop {
        let page = sandbox.graph("GET", &path, None).await.body;
        names.extend(page["data"].as_array().unwrap().iter().map(|one| one["name"].clone()));
        match page["paging"]["next"].as_str() {
            Some(next) => path = next.split_once("/v25.0/").unwrap().1.to_owned(),
            None => break,
        }
    }
    assert_eq!(names, ["t0", "t1", "t2", "t3", "t4"]);
    sandbox.stop().await;
}

#[tokio::test]
async fn the_number_tells_its_quality_and_what_it_may_do() {
    let sandbox = start().await;
    sandbox.act("number", json!({"line": "meta", "quality": "YELLOW", "tier": 2_000})).await;
    let path = "105500000000001?fields=quality_rating,whatsapp_business_manager_messaging_limit,throughput";
    let number = sandbox.graph("GET", path, None).await.body;
    assert_eq!(
        number,
        json!({"id": "105500000000001", "quality_rating": "YELLOW",
            "whatsapp_business_manager_messaging_limit": "TIER_2K", "throughput": {"level": "STANDARD"}})
    );
    let unknown = sandbox.graph("GET", "999?fields=quality_rating", None).await;
    assert_eq!((unknown.status, &unknown.body["error"]["error_subcode"]), (400, &json!(33)));
    sandbox.stop().await;
}

#[tokio::test]
async fn an_example_of_media_is_uploaded_for_a_handle() {
    let sandbox = start().await;
    let session =
        sandbox.graph("POST", "100100000000001/uploads?file_length=3&file_type=image/png", None).await;
    let id = session.body["id"].as_str().unwrap().to_owned();
    let taken = sandbox.graph("POST", &id, Some(json!("png"))).await;
    assert!(taken.body["h"].as_str().unwrap().starts_with("4::"), "{}", taken.body);
    sandbox.stop().await;
}
