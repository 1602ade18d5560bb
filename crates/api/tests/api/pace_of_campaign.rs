//! How fast a campaign may leave, while it leaves.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, PgPool};

use crate::world::{Answer, World, at, token_of};

/// A campaign in a state, of which one batch sleeps until tomorrow, one message waits for the end of a quiet hour, and whose limits
/// allow nothing more before tomorrow.
async fn waiting(world: &World, pool: &PgPool, state: &str) -> (String, i64) {
    let campaign = world.campaign("Soldes").await;
    let id = campaign["id"].as_str().unwrap();
    let rows = format!(
        "update prospecting_campaigns set marketing_state = '{state}' where marketing_id = '{id}';
         insert into marketing_batches (campaign_id, no, account, due_at, members, state)
         values ('{id}', 1, 'brevo', now() + interval '1 day', array[1], 'ready');
         insert into marketing_delivery_state (campaign_id, number, rank, marks, next_at, code, changed_at)
         values ('{id}', 2, 0, 0, now() + interval '1 day', 'quiet_hours', now());
         insert into marketing_paces (scope, name, free_at) values ('campaign', '{id}', now() + interval '1 day')"
    );
    sqlx::raw_sql(AssertSqlSafe(rows)).execute(pool).await.unwrap();
    let path = at("campaigns", &campaign);
    let version = world.get(&path).await.json()["version"].as_i64().unwrap();
    (path, version)
}

async fn put(world: &World, (path, version): &(String, i64), pace: &Value) -> Answer {
    world.put(&format!("{path}/pace"), *version, pace).await
}

/// How much still waits for tomorrow.
async fn waits(pool: &PgPool) -> i64 {
    let waits = "select (select count(*) from marketing_batches where due_at > now() + interval '1 hour')
                      + (select count(*) from marketing_delivery_state where next_at > now() + interval '1 hour')
                      + (select count(*) from marketing_paces where free_at is not null)";
    sqlx::query_scalar(waits).fetch_one(pool).await.unwrap()
}

#[sqlx::test(migrations = false)]
async fn the_pace_of_a_campaign_that_leaves_changes_and_whoever_waited_for_the_old_one_is_looked_at_again(
    pool: PgPool,
) {
    let world = World::new(pool.clone()).await;
    let campaign = waiting(&world, &pool, "sending").await;
    assert_eq!(waits(&pool).await, 3);
    let wanted = json!({"pace_per_minute": 120, "pace_per_day": 5_000, "quiet_hours": {"windows": []}});
    let set = put(&world, &campaign, &wanted).await;
    assert_eq!(set.status, StatusCode::OK, "{set:?}");
    assert_eq!(waits(&pool).await, 0);
    let read = world.get(&campaign.0).await;
    assert_eq!(read.header("etag"), set.header("etag"));
    let read = read.json();
    assert_eq!((&read["pace_per_minute"], &read["pace_per_day"]), (&json!(120), &json!(5_000)));
    assert_eq!((&read["quiet_hours"]["windows"], &read["state"]), (&json!([]), &json!("sending")));
    assert_eq!(put(&world, &campaign, &json!({})).await.code(), "version.stale");
}

#[sqlx::test(migrations = false)]
async fn only_what_was_launched_and_still_leaves_has_a_pace_to_change(pool: PgPool) {
    let mut world = World::new(pool.clone()).await;
    for state in ["scheduled", "planning", "paused"] {
        let campaign = waiting(&world, &pool, state).await;
        assert_eq!(put(&world, &campaign, &json!({})).await.status, StatusCode::OK, "{state}");
    }
    for state in ["draft", "overdue", "finished", "cancelled", "failed"] {
        let campaign = waiting(&world, &pool, state).await;
        assert_eq!(put(&world, &campaign, &json!({})).await.code(), "campaign.wrong_state", "{state}");
    }
    let campaign = waiting(&world, &pool, "sending").await;
    let path = format!("{}/pace", campaign.0);
    assert_eq!(world.ask(Method::PUT, &path, &[], Some(&json!({}))).await.code(), "version.required");
    let mars = json!({"pace_per_minute": 0, "quiet_hours": {"zone": "Mars", "windows": []}});
    assert_eq!(put(&world, &campaign, &mars).await.wrong()[0].0, "/pace_per_minute");
    world.token = token_of(domain::Role::Marketer);
    assert_eq!(put(&world, &campaign, &json!({})).await.code(), "permission.denied");
}
