//! No path goes around a STOP: each is tried against the whole house, and the sandbox's own log says that nothing left.

use reqwest::Method;
use sandbox::Shares;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::{
    whatsapp::{approved_template, invite, launch},
    world::World,
};

const GONE: &str = "+33612000001";
const STAYS: &str = "+33612000002";

/// How many messages the sandbox has taken for somebody.
async fn got(world: &World, person: &str) -> usize {
    let view = world.ask_sandbox("/_sandbox/ledger").await["whatsapp"].take();
    let lines = view["recipients"].as_array().unwrap().iter().filter(|line| line["to"] == person);
    lines.map(|line| line["messages"].as_array().unwrap().len()).sum()
}

/// Sends the campaign to somebody as a test; how the errand ended.
async fn test_send(world: &World, campaign: &str, person: &str) -> Value {
    let path = format!("/campaigns/{campaign}/test");
    let asked = world.call(Method::POST, &path, Some(json!({"addresses": [person]}))).await;
    let path = format!("/errands/{}", asked["id"].as_str().unwrap());
    world
        .until("the test has ended", async || {
            let state = world.call(Method::GET, &path, None).await["state"].take();
            state == "done" || state == "failed"
        })
        .await;
    let ended = world.call(Method::GET, &path, None).await;
    json!([ended["state"], ended["result"]["code"]])
}

#[sqlx::test(migrations = false)]
async fn whoever_said_stop_under_a_hidden_number_gets_nothing_by_any_path(pool: PgPool) {
    let world = World::open_by("meta", pool, 1, Shares::none(), Vec::new()).await;
    invite(&world.pool, 2).await;
    let template = approved_template(&world, "meta").await;
    let campaign = launch(&world, &template, 2).await;
    world.until_settled(&campaign).await;
    assert_eq!(test_send(&world, &campaign, GONE).await, json!(["done", null]), "while the yes stands");
    world.until_heard().await;
    let stop = json!({"from": GONE, "text": "ARRÊT", "line": "meta", "hidden": true});
    world.tell_sandbox("/_sandbox/whatsapp/say", stop.to_string()).await;
    world
        .until("the opt-out is confirmed", async || {
            let confirmed = "select count(*) from marketing_messages where direction = 'outbound' and state in ('accepted', 'sent', 'delivered', 'read')";
            sqlx::query_scalar::<_, i64>(confirmed).fetch_one(&world.pool).await.unwrap() == 1
        })
        .await;
    world.until_heard().await;
    let before = (got(&world, GONE).await, got(&world, STAYS).await);

    let second = launch(&world, &template, 1).await;
    world.until_settled(&second).await;
    assert_eq!(test_send(&world, &second, GONE).await, json!(["failed", "no_consent"]));
    assert_eq!(test_send(&world, &second, STAYS).await, json!(["done", null]));
    let talks = world.call(Method::GET, "/conversations", None).await;
    let talk = talks["items"][0]["id"].as_str().unwrap();
    let answer = json!({"kind": "template", "template_id": template, "values": {}});
    let refused = world.refused(Method::POST, &format!("/conversations/{talk}/messages"), answer).await;
    assert_eq!(refused, "conversation.no_consent");
    world.until_heard().await;
    assert_eq!((got(&world, GONE).await, got(&world, STAYS).await), (before.0, before.1 + 2));
}
