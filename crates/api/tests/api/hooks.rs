//! Webhooks over HTTP.

use reqwest::{Method, StatusCode};
use sqlx::PgPool;

use crate::world::{Answer, VERIFY_TOKEN, WEBHOOK_TOKEN, World};

const BODY: &str = r#"{"event": "delivered", "email": "a@exemple.fr", "message-id": "<1@relay>", "ts_epoch": 1767225600000}"#;

async fn tell(world: &World, path: &str, token: &str, body: &str) -> Answer {
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    world.send(Method::POST, path, &headers, Some(body)).await
}

async fn receipts(pool: &PgPool) -> Vec<(String, Vec<u8>)> {
    sqlx::query_as("select account, body from marketing_receipts order by id").fetch_all(pool).await.unwrap()
}

#[sqlx::test(migrations = false)]
async fn a_webhook_is_kept_byte_for_byte_and_once(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    for _ in 0..2 {
        let answer = tell(&world, "/hooks/brevo/brevo", WEBHOOK_TOKEN, BODY).await;
        assert_eq!((answer.status, answer.text.as_str()), (StatusCode::OK, ""));
    }
    // What nobody understands is kept too: it can be read once somebody does.
    assert_eq!(tell(&world, "/hooks/brevo/brevo", WEBHOOK_TOKEN, "no json").await.status, StatusCode::OK);
    let kept = |body: &str| ("brevo".to_owned(), body.as_bytes().to_vec());
    assert_eq!(receipts(&pool).await, [kept(BODY), kept("no json")]);
    let accounts = world.get("/accounts").await.json();
    assert!(accounts[0]["last_webhook_at"].is_string(), "{accounts}");
}

#[sqlx::test(migrations = false)]
async fn a_stranger_is_refused_and_nothing_of_its_body_comes_back(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let cases = [
        ("/hooks/brevo/brevo", "a-token-of-somebody-else", StatusCode::UNAUTHORIZED, "hook.refused"),
        ("/hooks/brevo/other", WEBHOOK_TOKEN, StatusCode::NOT_FOUND, "account.not_found"),
        ("/hooks/meta/brevo", WEBHOOK_TOKEN, StatusCode::NOT_FOUND, "account.not_found"),
    ];
    for (path, token, status, code) in cases {
        let answer = tell(&world, path, token, BODY).await;
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{path}");
        assert!(!answer.text.contains("exemple.fr"), "{}", answer.text);
    }
    assert_eq!(receipts(&pool).await, []);
}

#[sqlx::test(migrations = false)]
async fn a_webhook_that_cannot_be_stored_is_asked_for_again_in_the_providers_words(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    sqlx::query("alter table marketing_receipts rename to away").execute(&pool).await.unwrap();
    let answer = tell(&world, "/hooks/brevo/brevo", WEBHOOK_TOKEN, BODY).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "Brevo gives up on anything else");
    assert!(answer.header("retry-after").is_some());
}

#[sqlx::test(migrations = false)]
async fn a_body_beyond_ten_megabytes_is_refused(pool: PgPool) {
    let world = World::new(pool).await;
    let body = "x".repeat(10 * 1024 * 1024 + 1);
    assert_eq!(tell(&world, "/hooks/brevo/brevo", WEBHOOK_TOKEN, &body).await.code(), "request.too_large");
    let batch = "x".repeat(5 * 1024 * 1024);
    assert_eq!(tell(&world, "/hooks/brevo/brevo", WEBHOOK_TOKEN, &batch).await.status, StatusCode::OK);
}

#[sqlx::test(migrations = false)]
async fn a_provider_that_asks_whether_a_webhook_is_ours_is_answered_if_it_shows_our_token(pool: PgPool) {
    let world = World::new(pool).await;
    let ask = async |path: &str, token: &str| {
        let query = format!("hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token={token}");
        world.send(Method::GET, &format!("/hooks/{path}?{query}"), &[], None).await
    };
    let answer = ask("meta/meta", VERIFY_TOKEN).await;
    assert_eq!((answer.status, answer.text.as_str()), (StatusCode::OK, "1158201444"));
    assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"));
    for (path, token, code) in [
        ("meta/meta", "another-token-of-nobody", "hook.refused"),
        ("brevo/brevo", VERIFY_TOKEN, "hook.refused"),
        ("meta/other", VERIFY_TOKEN, "account.not_found"),
    ] {
        let refused = ask(path, token).await;
        assert_eq!(refused.code(), code, "{path}");
        assert!(!refused.text.contains("1158201444"), "{}", refused.text);
    }
}
