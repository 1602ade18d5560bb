//! Plans that a connection keeps, when the tables have grown since.

use chrono::TimeDelta;
use serde_json::{Value, json};
use sqlx::{
    PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use store::Store;

use crate::support::{at, migrated, run, value};

/// Events of one campaign that nobody has projected.
async fn told(pool: &PgPool, from: u32, to: u32) {
    run(
        pool,
        &format!(
            "insert into marketing_events (campaign_id, number, account, natural_key, kind, verdict, by_provider, occurred_at,
                                           received_at)
             select '00000000-0000-0000-0000-000000000001', n, 'meta', 'wamid.' || n || ':delivered', 'delivered', 'unknown', false,
                    '2026-01-01', '2026-01-01'
             from generate_series({from}, {to}) n"
        ),
    )
    .await;
}

async fn project(store: &Store) {
    let mut tx = store.begin().await.unwrap();
    let taken = tx.events().take(1_000).await.unwrap();
    tx.plan_for(taken.len()).await.unwrap();
    tx.events().project(&taken, at(0) + TimeDelta::days(1)).await.unwrap();
    tx.commit().await.unwrap();
}

/// How often the connection has planned the statement that marks what was projected for what it was given, and how often not.
async fn plans(pool: &PgPool) -> Value {
    value(
        pool,
        "select json_build_object('own', custom_plans, 'kept', generic_plans) from pg_prepared_statements
         where statement like 'update marketing_events e set projected = true%'",
    )
    .await
}

#[sqlx::test(migrations = false)]
async fn a_plan_that_was_kept_from_when_there_were_few_events_is_not_used_for_many(
    pool: PgPoolOptions,
    database: PgConnectOptions,
) {
    let pool = pool.max_connections(1).connect_with(database).await.unwrap();
    let store = migrated(&pool).await;
    run(&pool, "analyze").await;
    for number in 1..=8 {
        told(&pool, number, number).await;
        project(&store).await;
    }
    assert_eq!(plans(&pool).await, json!({"own": 5, "kept": 3}));
    told(&pool, 9, 1_008).await;
    project(&store).await;
    assert_eq!(plans(&pool).await, json!({"own": 6, "kept": 3}));
    assert_eq!(value(&pool, "select count(*) from marketing_events where not projected").await, 0);
}
