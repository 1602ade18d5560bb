//! From the review to the launch, and what may happen afterwards.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::{
    people::{customers, whole},
    world::{Answer, World, at, now, token_of},
};

/// A campaign that lacks nothing, and its version.
async fn ready(world: &World, pool: &PgPool) -> (String, i64) {
    customers(pool, &["a@exemple.fr", "b@exemple.fr"]).await;
    let path = at("campaigns", &world.campaign("Soldes").await);
    let saved = world.put(&path, 1, &whole("Soldes")).await;
    assert_eq!(saved.status, StatusCode::OK, "{saved:?}");
    (path, 2)
}

async fn launch(world: &World, path: &str, version: i64, expected: Value) -> Answer {
    let tag = format!("\"{version}\"");
    let body = json!({"expected": expected});
    world.ask(Method::POST, &format!("{path}/launch"), &[("if-match", &tag)], Some(&body)).await
}

async fn act(world: &World, path: &str, act: &str) -> Answer {
    world.ask(Method::POST, &format!("{path}/{act}"), &[], None).await
}

/// Puts every campaign in a state, as the stages do.
async fn stands(pool: &PgPool, state: &str) {
    let change = sqlx::query("update prospecting_campaigns set marketing_state = $1").bind(state);
    change.execute(pool).await.unwrap();
}

async fn version_of(world: &World, path: &str) -> i64 {
    world.get(path).await.json()["version"].as_i64().unwrap()
}

fn codes(review: &Value) -> Vec<(String, String)> {
    let told = |check: &Value, member: &str| check[member].as_str().unwrap().to_owned();
    let checks = review["checks"].as_array().unwrap();
    checks.iter().map(|check| (told(check, "severity"), told(check, "code"))).collect()
}

#[sqlx::test(migrations = false)]
async fn an_empty_draft_is_told_all_that_it_lacks_and_is_not_launched(pool: PgPool) {
    let world = World::new(pool).await;
    let path = at("campaigns", &world.campaign("Vide").await);
    let review = world.get(&format!("{path}/review")).await.json();
    let blocking: Vec<_> = codes(&review)
        .into_iter()
        .filter(|(severity, _)| severity == "blocking")
        .map(|(_, code)| code)
        .collect();
    assert_eq!(blocking, ["subject.missing", "content.missing", "audience.missing", "sender.missing"]);
    assert_eq!(review["account"], "brevo");

    let refused = launch(&world, &path, 1, Value::Null).await;
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::CONFLICT, "campaign.not_ready"));
    let pointers: Vec<_> = refused.wrong().into_iter().map(|(pointer, _)| pointer).collect();
    assert_eq!(pointers, ["/subject", "/html", "/audience", "/sender"]);
    assert_eq!(world.get(&path).await.json()["state"], "draft");
}

#[sqlx::test(migrations = false)]
async fn a_whole_campaign_is_launched_and_launching_it_again_changes_nothing(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let (path, version) = ready(&world, &pool).await;
    let review = world.get(&format!("{path}/review")).await.json();
    assert!(codes(&review).iter().all(|(severity, _)| severity != "blocking"), "{review}");
    assert_eq!(review["waterfall"]["planned"], 2);

    let launched = launch(&world, &path, version, json!(2)).await;
    assert_eq!((launched.status, &launched.json()["state"]), (StatusCode::OK, &json!("scheduled")));
    assert!(launched.json()["due_at"].is_string());
    let again = launch(&world, &path, version, json!(2)).await;
    assert_eq!((again.status, again.json()), (StatusCode::OK, launched.json()));
    assert_eq!(world.put(&path, version, &whole("x")).await.code(), "version.stale");
}

#[sqlx::test(migrations = false)]
async fn what_somebody_else_changed_is_not_launched_unseen(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let (path, version) = ready(&world, &pool).await;
    assert_eq!(launch(&world, &path, version - 1, Value::Null).await.code(), "version.stale");
    let changed = launch(&world, &path, version, json!(3)).await;
    assert_eq!(
        (changed.status, changed.code().as_str()),
        (StatusCode::CONFLICT, "campaign.audience_changed")
    );
    let without = world.ask(Method::POST, &format!("{path}/launch"), &[], Some(&json!({}))).await;
    assert_eq!(without.code(), "version.required");
}

#[sqlx::test(migrations = false)]
async fn a_sender_that_is_not_the_accounts_and_a_time_that_has_passed_block(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let (path, version) = ready(&world, &pool).await;
    let mut edit = whole("Soldes");
    edit["sender"]["email"] = "moi@ailleurs.fr".into();
    edit["schedule"] = json!({"wall": "2020-01-01T10:00:00", "zone": "Europe/Paris"});
    world.put(&path, version, &edit).await;
    let review = world.get(&format!("{path}/review")).await.json();
    for code in ["sender.foreign", "schedule.past"] {
        assert!(codes(&review).contains(&("blocking".into(), code.into())), "{review}");
    }
}

#[sqlx::test(migrations = false)]
async fn a_schedule_becomes_the_due_time_and_withdrawing_takes_it_back(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let (path, version) = ready(&world, &pool).await;
    let mut edit = whole("Soldes");
    edit["schedule"] = json!({"wall": "2099-07-01T10:00:00", "zone": "Europe/Paris"});
    world.put(&path, version, &edit).await;
    let launched = launch(&world, &path, version + 1, Value::Null).await.json();
    assert_eq!(launched["due_at"], "2099-07-01T08:00:00Z", "{launched}");
    let back = act(&world, &path, "withdraw").await.json();
    assert_eq!((&back["state"], &back["due_at"]), (&json!("draft"), &Value::Null));
    assert_eq!(act(&world, &path, "withdraw").await.json(), back);
}

#[sqlx::test(migrations = false)]
async fn an_overdue_campaign_leaves_at_once_when_a_person_launches_it(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let (path, version) = ready(&world, &pool).await;
    let mut edit = whole("Soldes");
    edit["schedule"] = json!({"wall": "2020-01-01T10:00:00", "zone": "Europe/Paris"});
    world.put(&path, version, &edit).await;
    assert_eq!(launch(&world, &path, version + 1, Value::Null).await.code(), "campaign.not_ready");

    stands(&pool, "overdue").await;
    let version = version_of(&world, &path).await;
    let review = world.get(&format!("{path}/review")).await.json();
    assert!(codes(&review).iter().all(|(severity, _)| severity != "blocking"), "{review}");
    assert_eq!(review["due_at"], Value::Null);
    let before = now();
    let launched = launch(&world, &path, version, Value::Null).await.json();
    assert_eq!(launched["state"], "scheduled", "{launched}");
    let due_at: chrono::DateTime<chrono::Utc> = launched["due_at"].as_str().unwrap().parse().unwrap();
    assert!(due_at.timestamp() >= before.timestamp(), "{launched}");
}

#[sqlx::test(migrations = false)]
async fn what_cannot_be_launched_any_more_is_told_its_state_and_not_what_it_lacks(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let path = at("campaigns", &world.campaign("Vide").await);
    for state in ["paused", "finished", "cancelled"] {
        stands(&pool, state).await;
        let version = version_of(&world, &path).await;
        let refused = launch(&world, &path, version, Value::Null).await;
        assert_eq!(refused.code(), "campaign.wrong_state", "{state}");
    }
}

#[sqlx::test(migrations = false)]
async fn each_order_is_obeyed_once_and_answered_the_same_again(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let (path, _) = ready(&world, &pool).await;
    assert_eq!(act(&world, &path, "pause").await.code(), "campaign.wrong_state");
    stands(&pool, "sending").await;
    for (order, state) in [("pause", "paused"), ("resume", "sending"), ("cancel", "cancelled")] {
        let first = act(&world, &path, order).await;
        assert_eq!((first.status, &first.json()["state"]), (StatusCode::OK, &json!(state)), "{first:?}");
        assert_eq!(act(&world, &path, order).await.json(), first.json());
    }
    assert_eq!(act(&world, &path, "resume").await.code(), "campaign.wrong_state");
}

#[sqlx::test(migrations = false)]
async fn who_may_not_send_launches_nothing(pool: PgPool) {
    let mut world = World::new(pool.clone()).await;
    let (path, version) = ready(&world, &pool).await;
    world.token = token_of(domain::Role::Marketer);
    assert_eq!(launch(&world, &path, version, Value::Null).await.code(), "permission.denied");
}
