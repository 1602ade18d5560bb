//! `POST /{phone number}/messages`.

use sandbox::Settings;
use serde_json::{Value, json};

use super::{NUMBER, PERSON, promo, promo_to, text_to};
use crate::harness::{settings, start, start_with};

#[tokio::test]
async fn how_fast_a_number_is_is_told_as_it_was_set() {
    let sandbox = start().await;
    let told = async || {
        sandbox.graph("GET", &format!("{NUMBER}?fields=throughput"), None).await.body["throughput"].clone()
    };
    assert_eq!(told().await, json!({"level": "STANDARD"}));
    sandbox.act("number", json!({"line": "meta", "throughput": "HIGH"})).await;
    assert_eq!(told().await, json!({"level": "HIGH"}));
    sandbox.stop().await;
}

#[tokio::test]
async fn a_template_is_accepted_and_the_ledger_shows_it_as_it_is_read() {
    let sandbox = start().await;
    sandbox.approved(promo()).await;
    let answer = sandbox.message(promo_to(PERSON)).await;
    assert_eq!((answer.status, &answer.body["messages"][0]["message_status"]), (200, &json!("accepted")));
    assert_eq!(answer.body["contacts"], json!([{"input": PERSON, "wa_id": "33612345678"}]));
    sandbox.quiet().await;
    let ledger = sandbox.whatsapp().await;
    let line = &ledger["recipients"][0];
    assert_eq!((&line["tag"], &line["to"], &line["line"]), (&json!("42"), &json!(PERSON), &json!("meta")));
    let shown = &line["messages"][0]["shown"];
    assert_eq!(shown["body"], "Bonjour Awa, profitez de 20 % jusqu’à dimanche soir.");
    assert_eq!(shown["buttons"][0]["target"], "http://127.0.0.1:9/w/k7Qz1");
    assert_eq!(shown["buttons"][2]["target"], "OPTOUT:42");
    assert_eq!((&ledger["totals"]["delivered"], &ledger["totals"]["read"]), (&json!(1), &json!(0)));
    sandbox.stop().await;
}

/// The message with a member of it changed.
fn with(place: &str, value: Value) -> Value {
    let mut message = promo_to(PERSON);
    match message.pointer_mut(place) {
        Some(member) => *member = value,
        None => message[place.trim_start_matches('/')] = value,
    }
    message
}

#[tokio::test]
async fn what_the_real_service_refuses_at_once_is_refused_by_its_code() {
    let sandbox = start().await;
    sandbox.approved(promo()).await;
    let body = "/template/components/0/parameters";
    let cases = [
        (with("/messaging_product", json!("sms")), 100),
        (with("/to", json!("")), 100),
        (with("/to", json!("awa@example.org")), 131_009),
        (with("/to", json!("+33700000001")), 131_021),
        (with("/type", json!("sticker")), 131_051),
        (with("/biz_opaque_callback_data", json!("x".repeat(513))), 100),
        (with("/template/name", json!("nothing")), 132_001),
        (with("/template/language/code", json!("en")), 132_001),
        (with(body, json!([])), 132_000),
        (with(&format!("{body}/0/parameter_name"), json!("other")), 132_012),
        (with(&format!("{body}/0/text"), json!("a\nb")), 132_012),
        (with(&format!("{body}/0/text"), json!("")), 131_008),
        (with(&format!("{body}/0/text"), json!("x".repeat(1_024))), 132_005),
        (with("/template/components/1/parameters", json!([])), 131_008),
        (with("/template/components/1/index", json!("9")), 131_009),
        (with("/template/components/1/sub_type", json!("quick_reply")), 132_012),
    ];
    for (message, code) in cases {
        let answer = sandbox.message(message.clone()).await;
        assert_eq!(answer.body["error"]["code"], code, "{message} {}", answer.body);
        assert!(answer.status >= 400 && answer.body["error"]["message"].is_string());
    }
    assert_eq!(sandbox.whatsapp().await["totals"]["accepted"], 0);
    sandbox.stop().await;
}

#[tokio::test]
async fn a_template_that_is_paused_or_disabled_is_not_sent() {
    let sandbox = start().await;
    sandbox.approved(promo()).await;
    for (status, code) in [("PAUSED", 132_015), ("DISABLED", 132_016), ("REJECTED", 132_001)] {
        sandbox.act("templates", json!({"line": "meta", "name": "promo", "status": status})).await;
        assert_eq!(sandbox.message(promo_to(PERSON)).await.body["error"]["code"], code, "{status}");
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn a_number_without_a_plus_gets_the_country_of_the_business() {
    let sandbox = start().await;
    sandbox.approved(promo()).await;
    sandbox.message(promo_to("221771234567")).await;
    assert_eq!(sandbox.whatsapp().await["recipients"][0]["to"], "+33221771234567");
    sandbox.stop().await;
}

#[tokio::test]
async fn free_text_is_taken_only_after_the_person_wrote() {
    let sandbox = start().await;
    sandbox.message(text_to(PERSON)).await;
    sandbox.act("say", json!({"from": PERSON, "text": "Vous êtes ouverts ?"})).await;
    sandbox.message(text_to(PERSON)).await;
    sandbox.quiet().await;
    let totals = &sandbox.whatsapp().await["totals"];
    assert_eq!((&totals["failed"], &totals["delivered"]), (&json!({"131047": 1}), &json!(1)));
    sandbox.stop().await;
}

#[tokio::test]
async fn one_person_gets_forty_five_messages_at_once_and_is_spared_the_next() {
    let sandbox = start_with(Settings { limits: true, ..settings() }).await;
    sandbox.approved(promo()).await;
    let mut taken = 0;
    // One more is allowed every six seconds, however slow this machine is.
    let refused = loop {
        let answer = sandbox.message(promo_to(PERSON)).await;
        match answer.status {
            200 => taken += 1,
            _ => break answer,
        }
    };
    assert!(taken >= 45, "{taken}");
    assert_eq!((refused.status, &refused.body["error"]["code"]), (429, &json!(131_056)));
    let other = sandbox.message(promo_to("+33612345679")).await;
    assert_eq!(other.status, 200, "{}", other.body);
    sandbox.stop().await;
}

#[tokio::test]
async fn whoever_is_not_reached_is_told_by_the_code_of_the_cause() {
    let sandbox = start().await;
    sandbox.approved(promo()).await;
    let causes = [("capped", "131049"), ("unreachable", "131026"), ("experiment", "130472")];
    for (at, (behaviour, _)) in causes.iter().enumerate() {
        let person = format!("+3361234560{at}");
        sandbox.behave(&person, behaviour).await;
        sandbox.message(promo_to(&person)).await;
    }
    sandbox.act("choose", json!({"from": PERSON, "wanted": false})).await;
    sandbox.message(promo_to(PERSON)).await;
    sandbox.quiet().await;
    let failed = &sandbox.whatsapp().await["totals"]["failed"];
    assert_eq!(failed, &json!({"131049": 1, "131026": 1, "130472": 1, "131050": 1}));
    sandbox.act("choose", json!({"from": PERSON, "wanted": true})).await;
    sandbox.message(promo_to(PERSON)).await;
    sandbox.quiet().await;
    assert_eq!(sandbox.whatsapp().await["totals"]["delivered"], 1);
    sandbox.stop().await;
}

#[tokio::test]
async fn a_number_begins_to_write_to_as_many_people_as_its_tier_allows() {
    let sandbox = start_with(Settings { limits: true, ..settings() }).await;
    sandbox.approved(promo()).await;
    sandbox.act("number", json!({"line": "meta", "tier": 1})).await;
    for person in [PERSON, "+33612345679"] {
        sandbox.message(promo_to(person)).await;
        sandbox.quiet().await;
    }
    let totals = &sandbox.whatsapp().await["totals"];
    assert_eq!((&totals["delivered"], &totals["failed"]), (&json!(1), &json!({"131048": 1})));
    sandbox.stop().await;
}
