//! People who read, press, write and leave.

use sandbox::{Settings, Share, Shares};
use serde_json::{Value, json};

use super::{PERSON, changes, promo, promo_to, text_to};
use crate::{
    harness::{settings, start, start_with},
    receiver::receive,
};

#[tokio::test]
async fn what_somebody_writes_is_handed_over_and_counted() {
    let (sandbox, receiver) = (start().await, receive());
    sandbox.subscribe(&receiver).await;
    sandbox.approved(promo()).await;
    let id = sandbox.message(promo_to(PERSON)).await.body["messages"][0]["id"].clone();
    sandbox.quiet().await;
    sandbox.act("say", json!({"from": PERSON, "text": "ARRÊT", "answers": id})).await;
    sandbox.quiet().await;
    let told = changes(&receiver.hits());
    let value = &told.iter().find(|(_, value)| value["messages"].is_array()).unwrap().1;
    let message = &value["messages"][0];
    assert_eq!((&message["from"], &message["text"]["body"]), (&json!("33612345678"), &json!("ARRÊT")));
    assert_eq!(message["context"]["id"], id);
    assert_eq!(value["contacts"][0]["user_id"], message["from_user_id"]);
    let ledger = sandbox.whatsapp().await;
    assert_eq!((&ledger["totals"]["replied"], &ledger["totals"]["optedOut"]), (&json!(1), &json!(1)));
    assert_eq!(ledger["heard"][0]["said"], json!({"kind": "text", "text": "ARRÊT"}));
    sandbox.stop().await;
    receiver.stop().await;
}

#[tokio::test]
async fn a_button_brings_back_what_it_was_given() {
    let (sandbox, receiver) = (start().await, receive());
    sandbox.subscribe(&receiver).await;
    sandbox.approved(promo()).await;
    sandbox.message(promo_to(PERSON)).await;
    sandbox.quiet().await;
    sandbox.act("press", json!({"from": PERSON, "button": "Ne plus recevoir"})).await;
    sandbox.act("press", json!({"from": PERSON, "button": "Ça m’intéresse"})).await;
    sandbox.quiet().await;
    let told = changes(&receiver.hits());
    let messages = told.iter().filter_map(|(_, value)| value["messages"].as_array());
    let payloads: std::collections::BTreeSet<_> =
        messages.flatten().map(|message| message["button"]["payload"].as_str().unwrap().to_owned()).collect();
    assert_eq!(payloads.into_iter().collect::<Vec<_>>(), ["OPTOUT:42", "Ça m’intéresse"]);
    let none = sandbox
        .call("POST", "/_sandbox/whatsapp/press", Some(json!({"from": PERSON, "button": "Non"})))
        .await;
    assert_eq!(none.status, 400);
    sandbox.stop().await;
    receiver.stop().await;
}

#[tokio::test]
async fn whoever_hides_their_number_is_answered_by_the_id_that_stands_for_them() {
    let (sandbox, receiver) = (start().await, receive());
    sandbox.subscribe(&receiver).await;
    sandbox.act("say", json!({"from": PERSON, "text": "Bonjour", "hidden": true})).await;
    sandbox.quiet().await;
    let told = changes(&receiver.hits());
    let message = &told.iter().find(|(_, value)| value["messages"].is_array()).unwrap().1["messages"][0];
    assert!(message["from"].is_null());
    let mut answer = text_to("");
    answer.as_object_mut().unwrap().remove("to");
    answer["recipient"] = message["from_user_id"].clone();
    let accepted = sandbox.message(answer).await;
    assert_eq!(
        accepted.body["contacts"][0],
        json!({"input": message["from_user_id"], "user_id": message["from_user_id"]})
    );
    sandbox.quiet().await;
    assert_eq!(sandbox.whatsapp().await["recipients"][0]["to"], PERSON);
    sandbox.stop().await;
    receiver.stop().await;
}

#[tokio::test]
async fn a_button_that_leads_somewhere_is_followed_on_this_machine_only() {
    let (sandbox, receiver) = (start().await, receive());
    let mut here = promo();
    here["components"][2]["buttons"][0]["url"] = json!(format!("{}/c/{{{{1}}}}", receiver.url));
    sandbox.approved(here).await;
    let mut far = promo();
    far["name"] = json!("far");
    far["components"][0]["text"] = json!("Bonsoir {{prenom}}, profitez de {{remise}} jusqu’à lundi soir.");
    far["components"][2]["buttons"][0]["url"] = json!("https://example.org/{{1}}");
    sandbox.approved(far).await;
    sandbox.behave(PERSON, "click").await;
    sandbox.message(promo_to(PERSON)).await;
    let mut to_far = promo_to(PERSON);
    to_far["template"]["name"] = json!("far");
    sandbox.message(to_far).await;
    sandbox.quiet().await;
    assert_eq!(receiver.lines(), ["GET /c/k7Qz1"]);
    assert_eq!(sandbox.whatsapp().await["totals"]["clicked"], 1);
    sandbox.stop().await;
    receiver.stop().await;
}

#[tokio::test]
async fn whoever_blocked_the_number_gets_nothing_more_and_nobody_tells() {
    let sandbox = start().await;
    sandbox.approved(promo()).await;
    sandbox.message(promo_to(PERSON)).await;
    sandbox.quiet().await;
    sandbox.act("block", json!({"from": PERSON})).await;
    sandbox.message(promo_to(PERSON)).await;
    sandbox.quiet().await;
    let totals = sandbox.whatsapp().await["totals"].clone();
    assert_eq!(
        (&totals["sent"], &totals["delivered"], &totals["blocked"]),
        (&json!(2), &json!(1), &json!(1))
    );
    assert_eq!(totals["failed"], json!({}));
    sandbox.stop().await;
}

#[tokio::test]
async fn messages_of_a_held_template_wait_and_are_let_go_or_dropped() {
    let sandbox = start().await;
    sandbox.approved(promo()).await;
    let hold = |held: bool| json!({"line": "meta", "name": "promo", "held": held});
    sandbox.act("templates", hold(true)).await;
    let answer = sandbox.message(promo_to(PERSON)).await;
    assert_eq!(answer.body["messages"][0]["message_status"], "held_for_quality_assessment");
    sandbox.quiet().await;
    assert_eq!(sandbox.whatsapp().await["totals"]["sent"], 0);
    sandbox.act("templates", hold(false)).await;
    sandbox.quiet().await;
    assert_eq!(sandbox.whatsapp().await["totals"]["delivered"], 1);
    sandbox.act("templates", hold(true)).await;
    sandbox.message(promo_to(PERSON)).await;
    sandbox.act("templates", json!({"line": "meta", "name": "promo", "status": "PAUSED"})).await;
    sandbox.quiet().await;
    assert_eq!(sandbox.whatsapp().await["totals"]["failed"], json!({"132015": 1}));
    sandbox.stop().await;
}

#[tokio::test]
async fn shares_decide_how_many_do_what() {
    let shares = Shares::none()
        .with(Share::WhatsappRead, 100.0)
        .with(Share::WhatsappHasty, 50.0)
        .with(Share::WhatsappStop, 30.0)
        .with(Share::WhatsappReply, 100.0);
    let sandbox = start_with(Settings { shares, ..settings() }).await;
    sandbox.approved(promo()).await;
    for i in 0..100 {
        sandbox.message(promo_to(&format!("+336123456{i:02}"))).await;
    }
    sandbox.quiet().await;
    let totals = sandbox.whatsapp().await["totals"].clone();
    assert_eq!((&totals["read"], &totals["delivered"]), (&json!(100), &json!(100)));
    let stopped = totals["optedOut"].as_u64().unwrap();
    assert!((15..45).contains(&stopped), "{totals}");
    let told: Vec<Value> = sandbox.whatsapp().await["recipients"].as_array().unwrap().clone();
    let hasty =
        told.iter().filter(|line| !line["messages"][0]["deeds"].to_string().contains("delivered")).count();
    assert!((30..70).contains(&hasty), "{hasty}");
    sandbox.stop().await;
}
