//! How fast accounts may send, over HTTP.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::world::{Answer, World, token_of};

const PATH: &str = "/accounts/brevo/pace";

async fn put(world: &World, version: &str, pace: &Value) -> Answer {
    world.ask(Method::PUT, PATH, &[("if-match", version)], Some(pace)).await
}

#[sqlx::test(migrations = false)]
async fn a_pace_is_changed_under_the_version_that_was_read_and_who_did_is_logged(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let read = world.get(PATH).await;
    assert_eq!((read.status, read.header("etag")), (StatusCode::OK, Some("\"0\"")));
    assert_eq!(read.json()["value"]["per_second"], Value::Null);
    let wanted = json!({"per_second": 20, "domains": [{"domains": ["gmail.com"], "per_minute": 60}]});
    let set = put(&world, "\"0\"", &wanted).await;
    assert_eq!((set.status, set.header("etag")), (StatusCode::OK, Some("\"1\"")), "{set:?}");
    assert_eq!(put(&world, "\"0\"", &json!({})).await.code(), "version.stale");
    assert_eq!(world.ask(Method::PUT, PATH, &[], Some(&json!({}))).await.code(), "version.required");
    let read = world.get(PATH).await.json();
    assert_eq!((&read["value"]["per_second"], &read["changed_by"]), (&json!(20), &json!("admin")));
    let log: Vec<(String, String)> = sqlx::query_as("select key, changed_by from marketing_setting_changes")
        .fetch_all(&pool)
        .await
        .unwrap();
    assert_eq!(log, [("pace.brevo".to_owned(), "admin".to_owned())]);
}

#[sqlx::test(migrations = false)]
async fn a_pace_that_cannot_be_kept_and_an_account_that_nobody_has_are_refused(pool: PgPool) {
    let mut world = World::new(pool).await;
    let wrong = put(&world, "\"0\"", &json!({"per_minute": 0, "domains": [{"domains": ["@gmail"]}]})).await;
    let pointers: Vec<_> = wrong.wrong().into_iter().map(|(pointer, _)| pointer).collect();
    assert_eq!(pointers, ["/per_minute", "/domains/0/per_minute", "/domains/0/domains/0"]);
    assert_eq!(world.get("/accounts/other/pace").await.code(), "account.not_found");
    world.token = token_of(domain::Role::Sender);
    assert_eq!(put(&world, "\"0\"", &json!({})).await.code(), "permission.denied");
}
