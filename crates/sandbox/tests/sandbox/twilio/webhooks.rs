//! Status callbacks, and messages that are handed over.

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha1::Sha1;

use super::PERSON;
use crate::{
    harness::start,
    receiver::{Hit, receive},
};

fn form(hit: &Hit) -> BTreeMap<String, String> {
    serde_urlencoded::from_str(&hit.body).unwrap()
}

#[tokio::test]
async fn callbacks_are_signed_over_the_address_with_its_query_and_the_sorted_form() {
    let (sandbox, receiver) = (start().await, receive());
    let sid = sandbox.approved_content().await;
    sandbox.behave(PERSON, "read").await;
    let callback = format!("{}/status?s=c%3A42%3A7", receiver.url);
    sandbox.write_to(PERSON, &[("ContentSid", &sid), ("StatusCallback", &callback)]).await;
    sandbox.quiet().await;
    let token = sandbox.twilio_account().await.token;
    let mut told = Vec::new();
    for hit in receiver.hits() {
        let form = form(&hit);
        let parameters: String = form.iter().flat_map(|(name, value)| [name.as_str(), value]).collect();
        let mut mac = Hmac::<Sha1>::new_from_slice(token.as_bytes()).unwrap();
        mac.update(format!("{}{}{parameters}", receiver.url, hit.path).as_bytes());
        assert_eq!(hit.header("x-twilio-signature"), STANDARD.encode(mac.finalize().into_bytes()));
        assert_eq!(hit.path, "/status?s=c%3A42%3A7");
        told.push(form["MessageStatus"].clone());
    }
    told.sort();
    told.dedup();
    assert_eq!(told, ["delivered", "read", "sent"]);
    sandbox.stop().await;
    receiver.stop().await;
}

#[tokio::test]
async fn a_failure_comes_with_its_code() {
    let (sandbox, receiver) = (start().await, receive());
    let sid = sandbox.approved_content().await;
    let callback = format!("{}/status?s=c%3A42%3A7", receiver.url);
    let causes = [("capped", "63049"), ("unreachable", "63024"), ("experiment", "63032")];
    for (at, (behaviour, _)) in causes.iter().enumerate() {
        let person = format!("+3361234560{at}");
        sandbox.behave(&person, behaviour).await;
        sandbox.write_to(&person, &[("ContentSid", &sid), ("StatusCallback", &callback)]).await;
    }
    sandbox.act("block", json!({"from": PERSON, "line": "twilio"})).await;
    sandbox.write_to(PERSON, &[("ContentSid", &sid), ("StatusCallback", &callback)]).await;
    sandbox.quiet().await;
    let forms: Vec<_> = receiver.hits().iter().map(form).collect();
    let mut codes: Vec<_> = forms.iter().filter_map(|form| form.get("ErrorCode").cloned()).collect();
    codes.sort();
    codes.dedup();
    assert_eq!(codes, ["63014", "63024", "63032", "63049"]);
    sandbox.stop().await;
    receiver.stop().await;
}

#[tokio::test]
async fn what_somebody_writes_is_handed_over_and_stop_ends_everything_until_start() {
    let (sandbox, receiver) = (start().await, receive());
    sandbox.hand_over_to(&receiver).await;
    let sid = sandbox.approved_content().await;
    let first = sandbox.write_to(PERSON, &[("ContentSid", &sid)]).await.body["sid"].clone();
    sandbox.act("press", json!({"from": PERSON, "button": "Ne plus recevoir"})).await;
    sandbox.act("say", json!({"from": PERSON, "text": "stop"})).await;
    assert_eq!(sandbox.write_to(PERSON, &[("ContentSid", &sid)]).await.body["code"], 21_610);
    sandbox.act("say", json!({"from": PERSON, "text": "START"})).await;
    assert_eq!(sandbox.write_to(PERSON, &[("ContentSid", &sid)]).await.status, 201);
    sandbox.quiet().await;
    let forms: Vec<_> = receiver.hits().iter().map(form).collect();
    assert!(receiver.hits().iter().all(|hit| hit.path == "/inbound?a=1"));
    let pressed = forms.iter().find(|form| form.contains_key("ButtonPayload")).unwrap();
    assert_eq!((&*pressed["ButtonPayload"], &*pressed["ButtonText"]), ("OPTOUT", "Ne plus recevoir"));
    assert_eq!(json!(pressed["OriginalRepliedMessageSid"]), first);
    let stopped = forms.iter().find(|form| form["Body"] == "stop").unwrap();
    assert_eq!((&*stopped["OptOutType"], &*stopped["WaId"]), ("STOP", "33612345678"));
    sandbox.stop().await;
    receiver.stop().await;
}

#[tokio::test]
async fn the_number_is_told_where_to_hand_over_by_the_api() {
    let sandbox = start().await;
    let account = sandbox.twilio_account().await;
    let call = |method: &str, path: &str, body: &str| {
        let url = sandbox.url(&format!("/twilio/v2/Channels/Senders{path}"));
        let request = sandbox.web.request(method.parse().unwrap(), url).body(body.to_owned());
        crate::harness::Answer::of(request.basic_auth(account.sid.clone(), Some(account.token.clone())))
    };
    let sender = call("GET", "?Channel=whatsapp", "").await.body["senders"][0].clone();
    assert_eq!(
        (&sender["sender_id"], &sender["webhook"]["callback_url"]),
        (&json!("whatsapp:+33700000002"), &json!(null))
    );
    let path = format!("/{}", sender["sid"].as_str().unwrap());
    let body =
        json!({"webhook": {"callback_url": "http://127.0.0.1:9/in", "callback_method": "POST"}}).to_string();
    let updated = call("POST", &path, &body).await;
    assert_eq!(
        (updated.status, &updated.body["webhook"]["callback_url"]),
        (202, &json!("http://127.0.0.1:9/in"))
    );
    let facts = sandbox.call("GET", "/_sandbox/twilio", None).await.body;
    assert_eq!(facts["inbound"], "http://127.0.0.1:9/in");
    sandbox.stop().await;
}

#[tokio::test]
async fn what_does_not_get_through_is_lost_and_found_in_the_list() {
    let (sandbox, receiver) = (start().await, receive());
    let change = json!({"inbound": format!("{}/hook", receiver.url)});
    sandbox.call("POST", "/_sandbox/twilio", Some(change)).await;
    receiver.hook_answers(503);
    sandbox.act("say", json!({"from": PERSON, "text": "Perdu", "line": "twilio"})).await;
    sandbox.quiet().await;
    assert_eq!(sandbox.ledger().await["webhooks"]["retried"], 0);
    assert_eq!(sandbox.twilio("/Messages.json", None).await.body["messages"][0]["body"], "Perdu");
    sandbox.stop().await;
    receiver.stop().await;
}
