//! Files that people sent: asked for by whoever may read conversations, and opened once they are here.

use domain::{Permission, Role};
use reqwest::{Method, StatusCode};
use serde_json::json;
use sqlx::{AssertSqlSafe, PgPool};

use crate::world::{Answer, World, token_of, token_with};

const ONE: &str = "01998f7e-2f3a-7c1b-9a55-6b1d2c3e4f50";
const OTHER: &str = "01998f7e-2f3a-7c1b-9a55-6b1d2c3e4f51";
const FILE: &str = "01998f7e-2f3a-7c1b-9a55-6b1d2c3e4f52";
const TEXT: &str = "01998f7e-2f3a-7c1b-9a55-6b1d2c3e4f53";

async fn run(pool: &PgPool, sql: String) {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(pool).await.unwrap();
}

/// Somebody sent a page, and wrote; somebody else did not.
async fn world(pool: &PgPool) -> World {
    let world = World::new(pool.clone()).await;
    let file =
        json!({"kind": "media", "what": "image", "reference": "7", "mime": "text/html", "caption": null});
    let text = json!({"kind": "text", "text": "Voici"});
    run(
        pool,
        format!(
            "insert into marketing_conversations (id, account, address, state, last_direction, last_at)
             values ('{ONE}', 'whatsapp', '+33612345678', 'read', 'inbound', now()),
                    ('{OTHER}', 'whatsapp', '+33612345679', 'read', 'inbound', now());
             insert into marketing_messages (id, conversation_id, direction, content, message_id, at)
             values ('{FILE}', '{ONE}', 'inbound', '{file}', 'in.1', now()), ('{TEXT}', '{ONE}', 'inbound', '{text}', 'in.2', now())"
        ),
    )
    .await;
    world
}

async fn post(world: &World, conversation: &str, message: &str, what: &str) -> Answer {
    let path = format!("/conversations/{conversation}/messages/{message}/media{what}");
    world.ask(Method::POST, &path, &[], Some(&json!({}))).await
}

#[sqlx::test(migrations = false)]
async fn a_file_is_asked_for_in_the_background_by_whoever_may_read_conversations(pool: PgPool) {
    let mut world = world(&pool).await;
    world.token = token_with(&[Permission::ConversationsRead]);
    let asked = post(&world, ONE, FILE, "").await;
    assert_eq!(asked.status, StatusCode::ACCEPTED);
    assert_eq!(asked.json()["task"], json!({"kind": "fetch_media", "message": FILE}));
    let errand = asked.json()["id"].as_str().unwrap().to_owned();
    let path = |message: &str| format!("/conversations/{ONE}/messages/{message}/media/{errand}");
    assert_eq!(world.get(&path(FILE)).await.json()["state"], "waiting");
    run(
        &pool,
        "update marketing_errands set task = '{\"kind\": \"sync_templates\", \"account\": \"a\"}'".to_owned(),
    )
    .await;
    assert_eq!(
        world.get(&path(FILE)).await.code(),
        "errand.not_found",
        "another errand is not theirs to read"
    );
    world.token = token_with(&[Permission::CampaignsRead]);
    assert_eq!(post(&world, ONE, FILE, "").await.code(), "permission.denied");
    assert_eq!(post(&world, ONE, FILE, "/ticket").await.code(), "permission.denied");
}

#[sqlx::test(migrations = false)]
async fn only_a_file_of_this_conversation_can_be_asked_for(pool: PgPool) {
    let world = world(&pool).await;
    for what in ["", "/ticket"] {
        assert_eq!(post(&world, ONE, TEXT, what).await.code(), "media.not_found", "a text is no file");
        assert_eq!(post(&world, OTHER, FILE, what).await.code(), "media.not_found", "another conversation");
        assert_eq!(post(&world, TEXT, FILE, what).await.code(), "conversation.not_found");
    }
    let errands: i64 =
        sqlx::query_scalar("select count(*) from marketing_errands where task ->> 'kind' = 'fetch_media'")
            .fetch_one(&pool)
            .await
            .unwrap();
    assert_eq!(errands, 0);
}

#[sqlx::test(migrations = false)]
async fn a_file_that_was_fetched_is_saved_and_never_shown_whatever_it_says_that_it_is(pool: PgPool) {
    let mut world = world(&pool).await;
    world.token = token_of(Role::Viewer);
    assert_eq!(post(&world, ONE, FILE, "/ticket").await.code(), "media.not_fetched");
    run(
        &pool,
        format!(
            "insert into marketing_media values ('{FILE}', 'text/html', '<script>steal()</script>', now())"
        ),
    )
    .await;
    let way = post(&world, ONE, FILE, "/ticket").await.json()["path"].as_str().unwrap().to_owned();
    let file = world.send(Method::GET, &way, &[], None).await;
    assert_eq!((file.status, file.text.as_str()), (StatusCode::OK, "<script>steal()</script>"));
    assert_eq!(file.header("content-type"), Some("text/html"));
    assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
    let name = format!("attachment; filename=\"image-{FILE}.bin\"");
    assert_eq!(file.header("content-disposition"), Some(name.as_str()));
    assert_eq!(world.send(Method::GET, &way, &[], None).await.code(), "ticket.invalid", "once");
}
