//! A few leave first, so many a day: what the API takes, tells and refuses.

use reqwest::{Method, StatusCode};
use serde_json::json;
use sqlx::{AssertSqlSafe, PgPool};

use crate::{
    people::{customers, whole},
    world::{World, at, token_of},
};

/// A campaign that is sending and of which the last of its canary has left.
async fn waiting(world: &World, pool: &PgPool) -> String {
    let campaign = world.campaign("Soldes").await;
    let id = campaign["id"].as_str().unwrap();
    let rows = format!(
        "update prospecting_campaigns set marketing_state = 'sending';
         insert into marketing_canaries (campaign_id, people, left_at, decides_at)
         values ('{id}', 1, now(), now() + interval '4 hours');
         insert into marketing_batches (campaign_id, no, account, due_at, members, state)
         values ('{id}', 1, 'brevo', now(), array[1], 'done'), ('{id}', 2, 'brevo', now(), array[2, 3], 'reserved')"
    );
    sqlx::raw_sql(AssertSqlSafe(rows)).execute(pool).await.unwrap();
    at("campaigns", &campaign)
}

async fn ready(pool: &PgPool) -> i64 {
    let ready = "select count(*) from marketing_batches where state = 'ready'";
    sqlx::query_scalar(ready).fetch_one(pool).await.unwrap()
}

#[sqlx::test(migrations = false)]
async fn a_person_sends_the_rest_once_and_is_named(pool: PgPool) {
    let mut world = World::new(pool.clone()).await;
    let path = waiting(&world, &pool).await;
    let told = world.get(&format!("{path}/progress")).await.json();
    assert_eq!((&told["canary"]["people"], &told["waiting"]["reason"]), (&json!(1), &json!("canary")));
    let order = format!("{path}/send-rest");
    assert_eq!(world.ask(Method::POST, &order, &[], None).await.status, StatusCode::OK);
    assert_eq!(ready(&pool).await, 1);
    let told = world.get(&format!("{path}/progress")).await.json();
    assert_eq!(told["canary"]["decision"], "by_hand");
    assert!(told["canary"]["decided_by"].is_string(), "{told}");
    assert_eq!(world.ask(Method::POST, &order, &[], None).await.code(), "campaign.wrong_state");
    world.token = token_of(domain::Role::Marketer);
    assert_eq!(world.ask(Method::POST, &order, &[], None).await.code(), "permission.denied");
}

#[sqlx::test(migrations = false)]
async fn what_is_paused_by_hand_is_resumed_before_its_rest_is_sent(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let path = waiting(&world, &pool).await;
    let act = async |order: &str| world.ask(Method::POST, &format!("{path}/{order}"), &[], None).await;
    assert_eq!(act("pause").await.status, StatusCode::OK);
    assert_eq!(act("send-rest").await.code(), "campaign.wrong_state");
    assert_eq!((act("resume").await.status, ready(&pool).await), (StatusCode::OK, 0));
    assert_eq!((act("send-rest").await.status, ready(&pool).await), (StatusCode::OK, 1));
}

#[sqlx::test(migrations = false)]
async fn slices_are_kept_checked_and_their_days_are_told(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    customers(&pool, &["a@exemple.fr", "b@exemple.fr", "c@exemple.fr"]).await;
    let path = at("campaigns", &world.campaign("Soldes").await);
    let mut edit = whole("Soldes");
    edit["pace_per_day"] = json!(0);
    edit["canary"] = json!({"slice": {"percent": 100}, "hours": 0, "reads_min": 20});
    let pointers: Vec<_> =
        world.put(&path, 1, &edit).await.wrong().into_iter().map(|wrong| wrong.0).collect();
    assert_eq!(pointers, ["/pace_per_day", "/canary/slice/percent", "/canary/hours", "/canary/reads_min"]);
    edit["pace_per_day"] = json!(2);
    edit["canary"] = json!({"slice": {"people": 1}, "hours": 2});
    let saved = world.put(&path, 1, &edit).await.json();
    let canary =
        json!({"slice": {"people": 1}, "hours": 2, "reads_min": null, "opt_outs_max": 3, "losses_max": 20});
    assert_eq!((&saved["canary"], &saved["pace_per_day"]), (&canary, &json!(2)));
    assert_eq!(world.get(&format!("{path}/review")).await.json()["days"], 2);
}
