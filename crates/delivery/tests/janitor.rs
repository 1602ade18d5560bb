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
