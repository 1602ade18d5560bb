//! `POST` and `GET` of messages.

use serde_json::{Value, json};

use super::PERSON;
use crate::harness::{settings, start, start_with};

#[tokio::test]
async fn a_content_is_accepted_and_the_ledger_shows_it_as_it_is_read() {
    let sandbox = start().await;
    let sid = sandbox.approved_content().await;
    let callback = "http://127.0.0.1:9/hook?s=c%3A42%3A7";
    let more = [
        ("ContentSid", &*sid),
        ("ContentVariables", r#"{"1":"Bob","2":"x9"}"#),
        ("StatusCallback", callback),
    ];
    let answer = sandbox.write_to(PERSON, &more).await;
    assert_eq!((answer.status, &answer.body["status"]), (201, &json!("queued")), "{}", answer.body);
    assert!(answer.body["sid"].as_str().unwrap().starts_with("SM"));
    sandbox.quiet().await;
    let line = sandbox.whatsapp().await["recipients"][0].clone();
    assert_eq!((&line["tag"], &line["line"]), (&json!("42"), &json!("twilio")));
    assert_eq!(
        line["messages"][0]["shown"]["body"],
        "Bonjour Bob, nos offres vous attendent jusqu’à dimanche."
    );
    assert_eq!(line["messages"][0]["shown"]["buttons"][0]["target"], "http://127.0.0.1:9/w/x9");
    let shown =
        sandbox.twilio(&format!("/Messages/{}.json", answer.body["sid"].as_str().unwrap()), None).await;
    assert_eq!(shown.body["status"], "delivered");
    sandbox.stop().await;
}

#[tokio::test]
async fn what_a_message_costs_is_told_once_it_was_sent_and_never_where_it_failed() {
    let sandbox = start().await;
    let sid = sandbox.approved_content().await;
    let template = sandbox.write_to(PERSON, &[("ContentSid", &*sid)]).await;
    assert_eq!((&template.body["price"], &template.body["price_unit"]), (&Value::Null, &Value::Null));
    sandbox.write_to("+33612345600", &[("Body", "Dehors")]).await;
    sandbox.act("say", json!({"from": PERSON, "text": "Une question", "line": "twilio"})).await;
    sandbox.write_to(PERSON, &[("Body", "Une réponse")]).await;
    sandbox.quiet().await;
    let list = sandbox.twilio("/Messages.json", None).await.body;
    let price = |body: &str| {
        let messages = list["messages"].as_array().unwrap().iter();
        let found = messages.clone().find(|one| one["body"].as_str().unwrap().starts_with(body)).unwrap();
        (found["price"].clone(), found["price_unit"].clone())
    };
    assert_eq!(price("Bonjour Awa"), (json!("-0.07500"), json!("USD")));
    assert_eq!(
        price("Une réponse"),
        (json!("-0.00500"), json!("USD")),
        "free text in a window costs the fee alone"
    );
    assert_eq!(price("Dehors"), (Value::Null, Value::Null), "free text outside of a window never left");
    assert_eq!(price("Une question"), (Value::Null, Value::Null));
    let totals = &sandbox.whatsapp().await["totals"];
    assert_eq!((&totals["priced"], &totals["charged"]), (&json!(2), &json!({"USD": 80_000})));
    sandbox.stop().await;
}

#[tokio::test]
async fn a_value_that_is_not_given_is_the_sample() {
    let sandbox = start().await;
    let sid = sandbox.approved_content().await;
    sandbox.write_to(PERSON, &[("ContentSid", &sid)]).await;
    let shown = sandbox.whatsapp().await["recipients"][0]["messages"][0]["shown"]["body"].clone();
    assert_eq!(shown, "Bonjour Awa, nos offres vous attendent jusqu’à dimanche.");
    sandbox.stop().await;
}

#[tokio::test]
async fn what_the_real_service_refuses_at_once_is_refused_by_its_code() {
    let sandbox = start().await;
    let sid = sandbox.approved_content().await;
    let long = "x".repeat(1_601);
    let cases: [(&[(&str, &str)], u32); 6] = [
        (&[], 21_602),
        (&[("Body", &long)], 21_617),
        (&[("ContentSid", "HX00000000000000000000000000000000")], 21_655),
        (&[("ContentSid", &sid), ("ContentVariables", r#"{"1": 2}"#)], 21_656),
        (&[("ContentSid", &sid), ("ContentVariables", r#"{"1": ""}"#)], 21_656),
        (&[("Body", "a"), ("StatusCallback", "https://example.org/")], 21_609),
    ];
    for (more, code) in cases {
        let answer = sandbox.write_to(PERSON, more).await;
        assert_eq!((answer.status, &answer.body["code"]), (400, &json!(code)), "{more:?} {}", answer.body);
    }
    for (from, to, code) in [
        ("whatsapp:+33700000002", "+33612345678", 21_211),
        ("whatsapp:+33799999999", "whatsapp:+33612345678", 21_606),
    ] {
        let form = [("To", to), ("From", from), ("Body", "a")];
        assert_eq!(sandbox.twilio("/Messages.json", Some(&form)).await.body["code"], code);
    }
    assert_eq!(sandbox.whatsapp().await["totals"]["accepted"], 0);
    sandbox.stop().await;
}

#[tokio::test]
async fn a_wrong_account_and_a_wrong_token_are_not_let_in() {
    let sandbox = start_with(sandbox::Settings { api_keys: vec!["only".into()], ..settings() }).await;
    let account = sandbox.twilio_account().await;
    let ask = |sid: String, token: &str| {
        let url = sandbox.url(&format!("/twilio/2010-04-01/Accounts/{sid}.json"));
        crate::harness::Answer::of(sandbox.web.get(url).basic_auth(sid, Some(token.to_owned())))
    };
    assert_eq!(ask(account.sid.clone(), &account.token).await.status, 200);
    assert_eq!(ask(account.sid.clone(), "only").await.status, 200, "the secret of a key");
    assert_eq!(ask(account.sid.clone(), "other").await.body["code"], 20_003);
    assert_eq!(ask("AC00000000000000000000000000000000".into(), "only").await.body["code"], 20_404);
    sandbox.stop().await;
}

#[tokio::test]
async fn the_list_has_both_directions_newest_first_and_leads_from_page_to_page() {
    let sandbox = start().await;
    let before = sandbox.twilio("/Messages.json", None).await;
    assert_eq!(before.body["messages"], json!([]));
    for i in 0..3 {
        sandbox.act("say", json!({"from": PERSON, "text": format!("Question {i}"), "line": "twilio"})).await;
        sandbox.write_to(PERSON, &[("Body", &format!("Réponse {i}"))]).await;
    }
    sandbox.quiet().await;
    let mut path = "/Messages.json?PageSize=4".to_owned();
    let mut texts: Vec<Value> = Vec::new();
    loop {
        let page = sandbox.twilio(&path, None).await.body;
        texts.extend(page["messages"].as_array().unwrap().iter().map(|one| one["body"].clone()));
        let Some(next) = page["next_page_uri"].as_str() else { break };
        path = next[next.find("/Messages").unwrap()..].to_owned();
    }
    assert_eq!(texts, ["Réponse 2", "Question 2", "Réponse 1", "Question 1", "Réponse 0", "Question 0"]);
    let theirs = sandbox.twilio("/Messages.json?From=whatsapp%3A%2B33612345678", None).await.body;
    let theirs = theirs["messages"].as_array().unwrap();
    assert!(theirs.len() == 3 && theirs.iter().all(|one| one["direction"] == "inbound"));
    let made = theirs[0]["date_created"].as_str().unwrap();
    let today = chrono::DateTime::parse_from_rfc2822(made).unwrap().date_naive();
    let path = format!("/Messages.json?DateSent%3E={today}&DateSent%3C={today}");
    assert_eq!(
        sandbox.twilio(&path, None).await.body["messages"].as_array().unwrap().len(),
        6,
        "the whole day"
    );
    let later = sandbox.twilio("/Messages.json?DateSent%3E=2999-01-01", None).await.body;
    assert_eq!(later["messages"], json!([]));
    sandbox.stop().await;
}
