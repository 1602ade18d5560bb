//! The door: every operation of the document is asked for its token and its permission.

use domain::{Permission, Role};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::world::{World, now, sign, soon, token_of, token_with};

/// What may be called without a token: health; what readers call, whose addresses are signed; what providers call with a token
/// of their own; and what a ticket opens, which was issued to somebody with a token.
const OPEN: [&str; 10] = [
    "/health/live",
    "/health/ready",
    "/t/o/{token}.gif",
    "/t/c/{token}",
    "/u/{token}",
    "/p/{token}",
    "/v/{token}",
    "/hooks/{provider}/{account}",
    "/api/marketing/v1/previews/{ticket}",
    "/api/marketing/v1/downloads/{ticket}",
];

struct Operation {
    method: Method,
    /// As the document has it.
    template: String,
    path: String,
    /// Whether it is one of those that may be called without a token.
    is_open: bool,
    /// The permission that the document names; none where any good token will do.
    permission: Option<Permission>,
}

fn operations() -> Vec<Operation> {
    let document = serde_json::to_value(api::document()).unwrap();
    let paths = document["paths"].as_object().unwrap().clone();
    let one = |path: &str, method: &str, operation: &Value| Operation {
        method: method.to_uppercase().parse().unwrap(),
        template: path.to_owned(),
        path: path
            .replace("{id}", "01998f7e-2f3a-7c1b-9a55-6b1d2c3e4f50")
            .replace("{message}", "01998f7e-2f3a-7c1b-9a55-6b1d2c3e4f51")
            .replace("{errand}", "01998f7e-2f3a-7c1b-9a55-6b1d2c3e4f52")
            .replace("{channel}", "email")
            .replace("{address}", "a%40exemple.fr"),
        is_open: OPEN.contains(&path),
        permission: operation["security"][0]["bearer"][0].as_str().map(|word| word.parse().unwrap()),
    };
    let all: Vec<_> = paths
        .iter()
        .flat_map(|(path, item)| {
            item.as_object().unwrap().iter().map(move |(method, operation)| one(path, method, operation))
        })
        .collect();
    let open = all.iter().filter(|operation| operation.is_open).map(|operation| &operation.path);
    assert_eq!(
        open.collect::<std::collections::BTreeSet<_>>().len(),
        OPEN.len(),
        "an open path is none of ours"
    );
    let all: Vec<_> = all.into_iter().filter(|operation| !operation.is_open).collect();
    assert!(all.len() > 40, "the walk must meet the routes, it met {}", all.len());
    all
}

async fn call(world: &World, operation: &Operation, token: Option<&str>) -> crate::world::Answer {
    let bearer = token.map(|token| format!("Bearer {token}"));
    let headers: Vec<_> = bearer.iter().map(|bearer| ("authorization", bearer.as_str())).collect();
    world.send(operation.method.clone(), &operation.path, &headers, None).await
}

#[sqlx::test(migrations = false)]
async fn every_operation_but_the_open_ones_wants_a_token(pool: PgPool) {
    let world = World::new(pool).await;
    for operation in operations() {
        let answer = call(&world, &operation, None).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{} {}", operation.method, operation.path);
        assert_eq!(answer.code(), "token.invalid");
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
    }
}

/// What is asked by POST because the question is too long for an address, or brings something here to be read; nothing that anybody
/// wrote changes.
const QUESTIONS: [&str; 5] = [
    "/api/marketing/v1/audiences/count",
    "/api/marketing/v1/campaigns/{id}/preview",
    "/api/marketing/v1/conversations/{id}/messages/{message}/media",
    "/api/marketing/v1/conversations/{id}/messages/{message}/media/ticket",
    "/api/marketing/v1/whatsapp/templates/check",
];

#[sqlx::test(migrations = false)]
async fn a_viewer_is_refused_every_write(pool: PgPool) {
    let world = World::new(pool).await;
    let viewer = token_of(Role::Viewer);
    let writes = operations().into_iter().filter(|operation| operation.method != Method::GET);
    for operation in writes.filter(|operation| !QUESTIONS.contains(&operation.template.as_str())) {
        let operation = &operation;
        let answer = call(&world, operation, Some(&viewer)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{} {}", operation.method, operation.path);
        assert_eq!(answer.code(), "permission.denied");
    }
}

#[sqlx::test(migrations = false)]
async fn each_operation_asks_for_the_permission_that_the_document_names_and_no_other(pool: PgPool) {
    let world = World::new(pool).await;
    for operation in operations() {
        let named = operation.permission;
        let only: Vec<_> = named.into_iter().collect();
        let answer = call(&world, &operation, Some(&token_with(&only))).await;
        assert!(
            ![401, 403].contains(&answer.status.as_u16()),
            "{} {}: {answer:?}",
            operation.method,
            operation.path
        );
        let Some(named) = named else { continue };
        let others: Vec<_> = Permission::ALL.iter().copied().filter(|other| *other != named).collect();
        let answer = call(&world, &operation, Some(&token_with(&others))).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{} {}", operation.method, operation.path);
    }
}

#[sqlx::test(migrations = false)]
async fn health_and_documentation_are_open(pool: PgPool) {
    let world = World::new(pool).await;
    for path in ["/health/live", "/health/ready", "/api/docs/", "/api/docs/openapi.json"] {
        assert_eq!(world.send(Method::GET, path, &[], None).await.status, StatusCode::OK, "{path}");
    }
}

#[sqlx::test(migrations = false)]
async fn a_refused_token_never_hints_at_what_was_wrong(pool: PgPool) {
    let world = World::new(pool).await;
    let good = token_of(Role::Admin);
    let refused = [
        String::new(),
        "garbage".to_owned(),
        format!("{good}x"),
        sign(&json!({"sub": "1", "exp": now().timestamp() - 3600})),
        sign(&json!({"sub": "1"})),
        sign(&json!({"sub": "1", "exp": soon(), "nbf": soon()})),
        sign(&json!({"role": "admin", "exp": soon()})),
        unsigned(),
    ];
    let mut told = Vec::new();
    for token in refused {
        let headers = [("authorization", format!("Bearer {token}")), ("x-request-id", "same".to_owned())];
        let headers = headers.each_ref().map(|(name, value)| (*name, value.as_str()));
        let answer = world.send(Method::GET, "/api/marketing/v1/me", &headers, None).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{token}");
        told.push(answer.text);
    }
    told.dedup();
    assert_eq!(told.len(), 1, "{told:?}");
}

/// `alg: none`, which no key is pinned to.
fn unsigned() -> String {
    // {"alg":"none"} . {"sub":"1","role":"admin","exp":32503680000} . nothing
    "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIiwicm9sZSI6ImFkbWluIiwiZXhwIjozMjUwMzY4MDAwMH0.".to_owned()
}

#[sqlx::test(migrations = false)]
async fn clocks_may_differ_a_little(pool: PgPool) {
    let world = World::new(pool).await;
    for (seconds, status) in [(-10, StatusCode::OK), (-120, StatusCode::UNAUTHORIZED)] {
        let token = sign(&json!({"sub": "1", "exp": now().timestamp() + seconds}));
        let bearer = format!("bearer {token}");
        let answer =
            world.send(Method::GET, "/api/marketing/v1/me", &[("authorization", &bearer)], None).await;
        assert_eq!(answer.status, status, "{seconds}");
    }
}

#[sqlx::test(migrations = false)]
async fn prometheus_reads_metrics_with_its_own_token(pool: PgPool) {
    let world = World::of(api::Api { scrape_token: Some("scrape".into()), ..crate::world::api(pool) }).await;
    let ask = async |token: &str| {
        let bearer = format!("Bearer {token}");
        world.send(Method::GET, "/metrics", &[("authorization", &bearer)], None).await
    };
    let answer = ask("scrape").await;
    assert_eq!((answer.status, answer.text.as_str()), (StatusCode::OK, "a_metric 1"));
    assert_eq!(ask("scrapes").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(ask(&world.token).await.status, StatusCode::OK);
}

#[sqlx::test(migrations = false)]
async fn a_stranger_learns_nothing_but_401_even_while_its_key_is_looked_for(pool: PgPool) {
    let keyring = std::sync::Arc::new(api::Keyring::refreshed(Vec::new(), api::TokenPolicy::default()));
    let owner = std::sync::Arc::clone(&keyring);
    let world = World::of(api::Api { keyring, ..crate::world::api(pool) }).await;
    let refresh = tokio::spawn(async move {
        loop {
            owner.wanted().await;
            owner.confirm();
        }
    });
    for operation in operations() {
        let answer = call(&world, &operation, Some(&token_of(Role::Admin))).await;
        assert_eq!(answer.code(), "token.invalid", "{} {}", operation.method, operation.path);
    }
    refresh.abort();
}
