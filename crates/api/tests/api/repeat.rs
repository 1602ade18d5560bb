//! Idempotency-Key.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::world::{Answer, World, at, token_of};

fn draft(name: &str) -> Value {
    json!({"name": name, "channel": "email"})
}

async fn create(world: &World, key: &str, body: &Value) -> Answer {
    world.ask(Method::POST, "/campaigns", &[("idempotency-key", key)], Some(body)).await
}

async fn campaigns(world: &World) -> usize {
    world.get("/campaigns").await.json()["items"].as_array().unwrap().len()
}

#[sqlx::test(migrations = false)]
async fn a_repeated_post_gets_the_first_answer_and_makes_nothing_new(pool: PgPool) {
    let world = World::new(pool).await;
    let first = create(&world, "k-1", &draft("Soldes")).await;
    let again = create(&world, "k-1", &draft("Soldes")).await;
    assert_eq!(first.status, StatusCode::CREATED);
    assert_eq!((again.status, &again.text), (first.status, &first.text));
    for header in ["etag", "location"] {
        assert_eq!(again.header(header), first.header(header));
        assert!(first.header(header).is_some());
    }
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(campaigns(&world).await, 1);
}

#[sqlx::test(migrations = false)]
async fn a_key_that_served_another_request_is_refused(pool: PgPool) {
    let world = World::new(pool).await;
    let made = create(&world, "k-1", &draft("Soldes")).await.json();
    let other = create(&world, "k-1", &draft("Autre")).await;
    assert_eq!((other.status.as_u16(), other.code().as_str()), (422, "idempotency.reused"));
    let path = format!("{}/duplicate", at("campaigns", &made));
    let elsewhere =
        world.ask(Method::POST, &path, &[("idempotency-key", "k-1")], Some(&json!({"name": "x"}))).await;
    assert_eq!(elsewhere.code(), "idempotency.reused");
    assert_eq!(campaigns(&world).await, 1);
}

#[sqlx::test(migrations = false)]
async fn keys_of_different_callers_have_nothing_to_do_with_each_other(pool: PgPool) {
    let mut world = World::new(pool).await;
    create(&world, "k-1", &draft("Soldes")).await;
    world.token = token_of(domain::Role::Marketer);
    assert_eq!(create(&world, "k-1", &draft("Autre")).await.status, StatusCode::CREATED);
    assert_eq!(campaigns(&world).await, 2);
}

#[sqlx::test(migrations = false)]
async fn a_refused_post_leaves_its_key_free(pool: PgPool) {
    let world = World::new(pool).await;
    assert_eq!(
        create(&world, "k-1", &json!({"name": "", "channel": "email"})).await.code(),
        "request.invalid"
    );
    assert_eq!(create(&world, "k-1", &draft("Soldes")).await.status, StatusCode::CREATED);
}

#[sqlx::test(migrations = false)]
async fn twins_that_come_at_once_make_one_campaign(pool: PgPool) {
    let world = World::new(pool).await;
    let body = draft("Soldes");
    let (one, two) = tokio::join!(create(&world, "k-1", &body), create(&world, "k-1", &body));
    assert_eq!(one.text, two.text);
    assert_eq!(campaigns(&world).await, 1);
}

#[sqlx::test(migrations = false)]
async fn a_key_that_cannot_be_kept_is_refused(pool: PgPool) {
    let world = World::new(pool).await;
    for key in ["", "two words", &"x".repeat(201)] {
        assert_eq!(create(&world, key, &draft("Soldes")).await.code(), "idempotency.invalid", "{key:?}");
    }
    assert_eq!(campaigns(&world).await, 0);
}
