//! Audiences over HTTP.

use reqwest::StatusCode;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::{
    people::{client, clients, customers, fold},
    world::World,
};

fn excluded(count: &Value, reason: &str) -> i64 {
    let steps = count["waterfall"]["excluded"].as_array().unwrap();
    steps.iter().find(|step| step["reason"] == reason).unwrap()["contacts"].as_i64().unwrap()
}

#[sqlx::test(migrations = false)]
async fn a_count_tells_every_step_from_who_matches_to_who_is_written_to(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    customers(&pool, &["a@exemple.fr", "b@exemple.fr"]).await;
    client(&pool, "Double", Some("A@exemple.fr"), "CLIENT").await;
    client(&pool, "Sans adresse", None, "CLIENT").await;
    client(&pool, "Prospect", Some("c@exemple.fr"), "PROSPECT").await;
    fold(&pool).await;
    let question = json!({"channel": "email", "segment": clients()});
    let count = world.post("/audiences/count", &question).await.json();
    assert_eq!((&count["waterfall"]["matched"], &count["waterfall"]["planned"]), (&json!(5), &json!(2)));
    let steps = ["no_address", "duplicate", "no_consent"].map(|reason| excluded(&count, reason));
    assert_eq!(steps, [1, 1, 1]);
    assert_eq!(count["samples"].as_array().unwrap().len(), 2);
}

#[sqlx::test(migrations = false)]
async fn who_is_suppressed_or_unsubscribed_is_counted_out_at_once(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    customers(&pool, &["a@exemple.fr", "b@exemple.fr", "c@exemple.fr"]).await;
    let path = "/suppressions/email/A%40Exemple.FR";
    assert_eq!(world.ask(reqwest::Method::PUT, path, &[], Some(&json!({}))).await.status, StatusCode::OK);
    let record = json!({"address": "B@exemple.fr", "channel": "email", "purpose": "marketing", "decision": "objected",
        "occurred_at": "2026-01-01T00:00:00Z", "evidence": {}});
    assert_eq!(world.post("/consent/entries", &record).await.status, StatusCode::CREATED);
    let question = json!({"channel": "email", "segment": clients()});
    let count = world.post("/audiences/count", &question).await.json();
    assert_eq!((excluded(&count, "suppressed"), excluded(&count, "no_consent")), (1, 1));
    assert_eq!(count["samples"][0]["address"], "c@exemple.fr");
}

#[sqlx::test(migrations = false)]
async fn a_wrong_segment_is_told_by_its_place(pool: PgPool) {
    let world = World::new(pool).await;
    let segment = json!({"any": [{"is": {"field": "source", "any_of": ["csv"]}}]});
    let refused = world.post("/audiences/count", &json!({"channel": "email", "segment": segment})).await;
    assert_eq!(refused.wrong(), [("/segment/any/0/is/any_of/0".to_owned(), "field.unknown".to_owned())]);
}

#[sqlx::test(migrations = false)]
async fn the_values_of_a_field_come_with_their_numbers(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    client(&pool, "a", None, "CLIENT").await;
    client(&pool, "b", None, "PROSPECT").await;
    client(&pool, "c", None, "PROSPECT").await;
    fold(&pool).await;
    let values = world.get("/audiences/values?field=type").await.json();
    assert_eq!(values, json!([{"value": "PROSPECT", "rows": 2}, {"value": "CLIENT", "rows": 1}]));
    let unknown = world.get("/audiences/values?field=shoe_size").await;
    assert_eq!(unknown.wrong()[0].0, "?field");
}
