//! How accounts are, over HTTP.

use serde_json::{Value, json};
use sqlx::PgPool;

use crate::world::World;

/// Notes something of the account, and reads how it is.
async fn shown(world: &World, pool: &PgPool, paused: &str) -> Value {
    let kept = format!(
        "insert into marketing_accounts_state (account, paused_code, paused_at, paused_until) values ('brevo', {paused})
         on conflict (account) do update set paused_code = excluded.paused_code, paused_at = excluded.paused_at,
             paused_until = excluded.paused_until"
    );
    sqlx::query(sqlx::AssertSqlSafe(kept)).execute(pool).await.unwrap();
    world.get("/accounts").await.json()[0].clone()
}

#[sqlx::test(migrations = false)]
async fn an_account_is_well_resting_half_open_or_stopped(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    assert_eq!(world.get("/accounts").await.json()[0]["condition"], "well");
    for (paused, expected, code) in [
        ("null, null, null", "well", Value::Null),
        ("'rate_limited', now(), now() + interval '1 hour'", "resting", json!("rate_limited")),
        ("'rate_limited', now(), now() - interval '1 second'", "half_open", Value::Null),
        ("'unauthorized', now(), null", "stopped", json!("unauthorized")),
    ] {
        let account = shown(&world, &pool, paused).await;
        assert_eq!((&account["condition"], &account["pause"]["code"]), (&json!(expected), &code));
    }
}

#[sqlx::test(migrations = false)]
async fn a_silent_provider_is_told_with_its_account_as_on_the_home_page_though_messages_leave(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    sqlx::raw_sql(
        "insert into marketing_accounts_state (account, last_accepted_at) values ('brevo', now());
         insert into marketing_batches (campaign_id, no, account, due_at, members, state, taken, taken_at)
         select gen_random_uuid(), 1, 'brevo', now(), array[1], 'done', 1, now() - minutes * interval '1 minute'
         from unnest(array[20, 10, 0]) as minutes",
    )
    .execute(&pool)
    .await
    .unwrap();
    let since = world.get("/accounts").await.json()[0]["silent_since"].clone();
    assert!(since.is_string(), "{since}");
    let asked = world.get("/dashboard").await.json()["attention"][0].clone();
    assert_eq!((&asked["kind"], &asked["since"]), (&json!("webhook_silent"), &since));
    sqlx::raw_sql("update marketing_accounts_state set last_webhook_at = now()")
        .execute(&pool)
        .await
        .unwrap();
    assert_eq!(world.get("/accounts").await.json()[0]["silent_since"], Value::Null);
    assert_eq!(world.get("/dashboard").await.json()["attention"], json!([]));
}

#[sqlx::test(migrations = false)]
async fn an_account_shows_what_it_has_taken_for_whom_and_how_fast_it_may(pool: PgPool) {
    let world = World::new(pool.clone()).await;
    let batch = "with batch as (
            insert into marketing_batches (campaign_id, no, account, moved_from, due_at, members, state, taken, taken_at)
            values (gen_random_uuid(), 1, 'brevo', $1, now(), array[1, 2, 3], 'done', 2, now() - $2::interval)
            returning campaign_id, no, taken, taken_at)
        insert into marketing_requests (campaign_id, batch, first, beyond, state, begun_at, taken, taken_at)
        select campaign_id, no, 0, 3, 'done', taken_at, taken, taken_at from batch";
    for (moved_from, ago) in [(Some("sendgrid"), "10 seconds"), (None, "20 seconds"), (None, "3 days")] {
        sqlx::query(batch).bind(moved_from).bind(ago).execute(&pool).await.unwrap();
    }
    world.put("/accounts/brevo/pace", 0, &json!({"per_day": 300})).await;
    let account = world.get("/accounts").await.json()[0].clone();
    assert_eq!((&account["carried"]["second"], &account["carried"]["minute"]), (&json!(0), &json!(4)));
    assert!(account["carried"]["day"].as_i64().unwrap() <= 4, "whatever day it is: {account}");
    assert_eq!(account["stands_in_for"], json!([{"account": "sendgrid", "messages": 3}]));
    assert_eq!(account["pace"]["per_day"], 300);
}
