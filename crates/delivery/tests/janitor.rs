//! The janitor, against a real database.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use delivery::{Janitor, Stage, Step};
use sqlx::PgPool;
use store::{Claim, Store, StoredResponse};

fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 3, 12, 0, 0).single().unwrap()
}

async fn keep(store: &Store, key: &str, at: DateTime<Utc>) {
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.idempotency().claim("me", key, b"print", at).await.unwrap(), Claim::Fresh);
    let answer = StoredResponse { status: 201, headers: vec![], body: "{}".into() };
    tx.idempotency().finish("me", key, &answer).await.unwrap();
    tx.commit().await.unwrap();
}

async fn keys(pool: &PgPool) -> Vec<String> {
    sqlx::query_scalar("select key from marketing_idempotency_keys order by key")
        .fetch_all(pool)
        .await
        .unwrap()
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_janitor_forgets_keys_after_a_day_and_keeps_the_others(pool: PgPool) {
    let store = Store::new(pool.clone());
    keep(&store, "old", noon() - TimeDelta::hours(25)).await;
    keep(&store, "young", noon() - TimeDelta::hours(23)).await;
    let janitor = Janitor::new(store);

    assert_eq!(janitor.step(noon()).await.unwrap(), Step::Worked);
    assert_eq!(keys(&pool).await, ["young"]);
    assert_eq!(janitor.step(noon()).await.unwrap(), Step::Idle);
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_janitor_erases_who_fetched_what_after_thirty_days_and_keeps_that_it_was_fetched(pool: PgPool) {
    let hit = "insert into marketing_hits (campaign_id, number, kind, at, user_agent, network, head_request, judged)
               values (gen_random_uuid(), 1, 'open', $1, 'Firefox', '192.0.2.0/24', false, $2)";
    for (days, judged) in [(31, true), (31, false), (29, true)] {
        sqlx::query(hit).bind(noon() - TimeDelta::days(days)).bind(judged).execute(&pool).await.unwrap();
    }
    assert_eq!(Janitor::new(Store::new(pool.clone())).step(noon()).await.unwrap(), Step::Worked);
    let left = "select count(*), count(user_agent), count(network) from marketing_hits";
    let left: (i64, i64, i64) = sqlx::query_as(left).fetch_one(&pool).await.unwrap();
    assert_eq!(left, (3, 2, 2));
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_janitor_deletes_errands_that_ended_thirty_days_ago(pool: PgPool) {
    let errand =
        "insert into marketing_errands (id, task, state, created_by, created_at, next_at, finished_at)
                  values (gen_random_uuid(), '{}', $1, $2, $3, $3, case when $1 = 'done' then $3 end)";
    for (state, name, days) in [("done", "old", 31), ("waiting", "open", 31), ("done", "young", 29)] {
        let at = noon() - TimeDelta::days(days);
        sqlx::query(errand).bind(state).bind(name).bind(at).execute(&pool).await.unwrap();
    }
    assert_eq!(Janitor::new(Store::new(pool.clone())).step(noon()).await.unwrap(), Step::Worked);
    let left = "select created_by from marketing_errands order by created_by";
    let left: Vec<String> = sqlx::query_scalar(left).fetch_all(&pool).await.unwrap();
    assert_eq!(left, ["open", "young"]);
}
