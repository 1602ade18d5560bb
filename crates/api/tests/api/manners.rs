//! The manners that every route has.

use std::num::NonZeroU32;

use reqwest::{Method, StatusCode};
use serde_json::json;
use sqlx::PgPool;

use crate::world::{World, api, at, token_of};

#[sqlx::test(migrations = false)]
async fn problems_speak_the_language_asked_for_and_french_otherwise(pool: PgPool) {
    let world = World::new(pool).await;
    for (asked, language, title) in
        [("en-GB", "en", "No such campaign"), ("de", "fr", "Campagne introuvable")]
    {
        let bearer = format!("Bearer {}", world.token);
        let headers = [("authorization", bearer.as_str()), ("accept-language", asked)];
        let answer = world.send(Method::GET, "/api/marketing/v1/campaigns/none", &headers, None).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
        assert_eq!(answer.header("content-language"), Some(language));
        assert_eq!(answer.json()["title"], title);
        assert_eq!(answer.json()["type"], "/api/marketing/v1/problems#campaign.not_found");
    }
}

#[sqlx::test(migrations = false)]
async fn the_catalogue_holds_every_code_with_its_status(pool: PgPool) {
    let catalogue = World::new(pool).await.get("/problems").await.json();
    let entries = catalogue.as_array().unwrap();
    assert_eq!(entries.len(), domain::ProblemCode::ALL.len());
    assert!(entries.iter().any(|entry| entry["code"] == "version.stale" && entry["status"] == 412));
}

#[sqlx::test(migrations = false)]
async fn an_unknown_path_and_an_unknown_method_are_told_apart(pool: PgPool) {
    let world = World::new(pool).await;
    let unknown = world.get("/nothing").await;
    assert_eq!((unknown.status, unknown.code().as_str()), (StatusCode::NOT_FOUND, "route.not_found"));
    let wrong = world.ask(Method::DELETE, "/campaigns", &[], None).await;
    assert_eq!((wrong.status, wrong.code().as_str()), (StatusCode::METHOD_NOT_ALLOWED, "route.method"));
    assert_eq!(wrong.header("allow"), Some("GET, POST"));
}

#[sqlx::test(migrations = false)]
async fn bad_bodies_say_what_is_wrong_and_where(pool: PgPool) {
    let world = World::new(pool).await;
    let bearer = format!("Bearer {}", world.token);
    let send = async |kind: &str, body: &str| {
        let headers = [("authorization", bearer.as_str()), ("content-type", kind), ("accept-language", "en")];
        world.send(Method::POST, "/api/marketing/v1/campaigns", &headers, Some(body)).await
    };
    let json = "application/json";
    assert_eq!(send("text/plain", "{}").await.code(), "request.media_type");
    assert_eq!(send(json, "{\"name\": ").await.code(), "request.malformed");
    assert_eq!(send(json, &format!("\"{}\"", "x".repeat(70_000))).await.code(), "request.too_large");
    for (body, pointer, reason) in [
        (r#"{"channel": "email"}"#, "/name", "field.required"),
        (r#"{"name": 7, "channel": "email"}"#, "/name", "field.type"),
        (r#"{"name": "a", "channel": "fax"}"#, "/channel", "field.unknown"),
        (r#"{"name": "a", "channel": "email", "tags": ["a", 1]}"#, "/tags/1", "field.type"),
        (r#"{"name": "a", "channel": "email", "state": "finished"}"#, "/state", "field.unexpected"),
        (r#"{"name": "", "channel": "email"}"#, "/name", "field.required"),
    ] {
        let answer = send(json, body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert_eq!(answer.wrong(), [(pointer.to_owned(), reason.to_owned())], "{body}");
    }
    assert_eq!(world.get("/campaigns").await.json()["items"], json!([]));
}

#[sqlx::test(migrations = false)]
async fn bad_queries_say_which_parameter_is_wrong(pool: PgPool) {
    let world = World::new(pool).await;
    for (query, pointer, reason) in [
        ("limit=many", "?limit", "field.type"),
        ("limit=0", "?limit", "field.unknown"),
        ("limit=201", "?limit", "field.unknown"),
        ("tab=lost", "?tab", "field.unknown"),
        ("colour=red", "?colour", "field.unexpected"),
    ] {
        let answer = world.get(&format!("/campaigns?{query}")).await;
        assert_eq!(answer.wrong(), [(pointer.to_owned(), reason.to_owned())], "{query}");
    }
    assert_eq!(world.get("/campaigns?cursor=stale").await.code(), "cursor.invalid");
}

#[sqlx::test(migrations = false)]
async fn a_request_keeps_its_callers_id_and_gets_one_where_it_has_none(pool: PgPool) {
    let world = World::new(pool).await;
    let answer = world.ask(Method::GET, "/nothing", &[("x-request-id", "suite-7f3a")], None).await;
    assert_eq!(answer.header("x-request-id"), Some("suite-7f3a"));
    assert_eq!(answer.json()["instance"], "suite-7f3a");
    let strange = world.ask(Method::GET, "/me", &[("x-request-id", "with blank")], None).await;
    let given = strange.header("x-request-id").unwrap();
    assert_eq!(uuid::Uuid::parse_str(given).unwrap().get_version_num(), 7);
}

#[sqlx::test(migrations = false)]
async fn every_answer_carries_the_security_headers(pool: PgPool) {
    let world = World::new(pool).await;
    for path in ["/api/marketing/v1/me", "/health/live", "/api/docs/", "/nowhere"] {
        let answer = world.send(Method::GET, path, &[], None).await;
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(answer.header("x-frame-options"), Some("DENY"), "{path}");
        let policy = answer.header("content-security-policy").unwrap();
        assert!(
            policy.contains("default-src") && !policy.contains("unsafe-eval'; style-src 'self' 'unsafe"),
            "{path}"
        );
    }
    assert_eq!(world.get("/me").await.header("cache-control"), Some("no-store"));
}

#[sqlx::test(migrations = false)]
async fn other_origins_are_shut_out_unless_they_are_configured(pool: PgPool) {
    let origin = [("origin", "https://suite.example")];
    let closed = World::new(pool.clone()).await;
    assert_eq!(
        closed.ask(Method::GET, "/me", &origin, None).await.header("access-control-allow-origin"),
        None
    );
    let open = World::of(api::Api { origins: vec!["https://suite.example".into()], ..api(pool) }).await;
    let answer = open.ask(Method::GET, "/me", &origin, None).await;
    assert_eq!(answer.header("access-control-allow-origin"), Some("https://suite.example"));
    let stranger = open.ask(Method::GET, "/me", &[("origin", "https://evil.example")], None).await;
    assert_eq!(stranger.header("access-control-allow-origin"), None);
}

#[sqlx::test(migrations = false)]
async fn a_caller_that_floods_is_told_to_wait_and_others_are_served(pool: PgPool) {
    let few = NonZeroU32::new(3).unwrap();
    let limits = std::sync::Arc::new(api::Limits::new(NonZeroU32::MIN, few));
    let world = World::of(api::Api { limits, ..api(pool) }).await;
    for _ in 0..3 {
        assert_eq!(world.get("/me").await.status, StatusCode::OK);
    }
    let refused = world.get("/me").await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (StatusCode::TOO_MANY_REQUESTS, "request.rate_limited")
    );
    assert!(refused.header("retry-after").unwrap().parse::<u32>().unwrap() >= 1);
    let other = format!("Bearer {}", token_of(domain::Role::Viewer));
    let answer = world.send(Method::GET, "/api/marketing/v1/me", &[("authorization", &other)], None).await;
    assert_eq!(answer.status, StatusCode::OK);
}

#[sqlx::test(migrations = false)]
async fn nobody_overwrites_what_they_have_not_read(pool: PgPool) {
    let world = World::new(pool).await;
    let campaign = world.campaign("Soldes").await;
    let (path, edit) = (at("campaigns", &campaign), json!({"name": "Soldes d’été"}));
    let without = world.ask(Method::PUT, &path, &[], Some(&edit)).await;
    assert_eq!((without.status.as_u16(), without.code().as_str()), (428, "version.required"));
    let any = world.ask(Method::PUT, &path, &[("if-match", "*")], Some(&edit)).await;
    assert_eq!(any.code(), "version.required");

    let first = world.put(&path, 1, &edit).await;
    assert_eq!((first.status, first.header("etag")), (StatusCode::OK, Some("\"2\"")));
    let late = world.put(&path, 1, &json!({"name": "Autre"})).await;
    assert_eq!((late.status, late.code().as_str()), (StatusCode::PRECONDITION_FAILED, "version.stale"));
    assert_eq!(world.get(&path).await.json()["name"], "Soldes d’été");
}

#[sqlx::test(migrations = false)]
async fn the_process_is_live_but_not_ready_before_its_migrations(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    sqlx::query("delete from marketing_migrations").execute(&pool).await.unwrap();
    assert_eq!(world.send(Method::GET, "/health/live", &[], None).await.status, StatusCode::OK);
    assert_eq!(
        world.send(Method::GET, "/health/ready", &[], None).await.status,
        StatusCode::SERVICE_UNAVAILABLE
    );
}

#[sqlx::test(migrations = false)]
async fn pages_of_the_spa_are_served_under_its_policy_and_never_hide_a_missing_route(pool: PgPool) {
    let settings = api::SpaSettings {
        folder: concat!(env!("CARGO_MANIFEST_DIR"), "/tests/spa").into(),
        environment: api::Environment::Production,
        sign_in_url: Some("https://suite.example/sign-in".into()),
    };
    let spa = Some(std::sync::Arc::new(api::Spa::load(&settings).unwrap()));
    let world = World::of(api::Api { spa, ..api(pool) }).await;
    let get = async |path: &str| world.send(Method::GET, path, &[], None).await;

    let page = get("/campaigns/new").await;
    assert!(page.text.contains("<title>SPA</title>"), "{page:?}");
    let policy = page.header("content-security-policy").unwrap();
    assert!(
        policy.contains("script-src 'self' 'wasm-unsafe-eval';") && !policy.contains("unsafe-inline"),
        "{policy}"
    );
    let told = json!({"environment": "production", "sign_in_url": "https://suite.example/sign-in"});
    assert_eq!(get("/config.json").await.json(), told);
    assert_eq!(get("/missing.js").await.code(), "route.not_found");
    assert_eq!(get("/../Cargo.toml").await.status, StatusCode::NOT_FOUND);
    let path = "/api/marketing/v1/campaigns/01998f7e-2f3a-7c1b-9a55-6b1d2c3e4f50/archive";
    assert_eq!(get(path).await.code(), "route.method");
}
