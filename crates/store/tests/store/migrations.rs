//! Migrating: an empty database, interrupted, twice, two at once.

use std::time::Duration;

use crate::support::{assert_nothing_lost, content, create, digest, names, rows, run};
use domain::Channel;
use sqlx::{Connection, PgConnection, PgPool};
use store::{Store, StoreError, StoreSettings};

const LEGACY: &str = include_str!("shapes/integers_and_enum.sql");

/// A store with settings of its own on a test's database.
async fn impatient(pool: &PgPool) -> Store {
    let base = std::env::var("DATABASE_URL").unwrap();
    let (server, _) = base.rsplit_once('/').unwrap();
    let database = pool.connect_options().get_database().unwrap().to_owned();
    let mut settings = StoreSettings::new(format!("{server}/{database}"));
    settings.max_connections = 2;
    settings.lock_timeout = Duration::from_millis(200);
    Store::connect(&settings).await.unwrap()
}

#[sqlx::test(migrations = false)]
async fn an_empty_database_becomes_ready_and_takes_a_campaign(pool: PgPool) {
    let store = Store::new(pool);
    assert!(!store.is_ready().await.unwrap());
    assert_eq!(store.schema_version().await.unwrap().applied, None);
    store.migrate().await.unwrap();
    assert!(store.is_ready().await.unwrap());
    create(&store, 1, Channel::Email, &content("Première")).await.unwrap();
    assert_eq!(names(&store).await, ["Première"]);
}

#[sqlx::test(migrations = false)]
async fn a_second_run_changes_nothing(pool: PgPool) {
    let store = crate::support::migrated(&pool).await;
    create(&store, 1, Channel::Email, &content("Première")).await.unwrap();
    let once = digest(&pool).await;
    store.migrate().await.unwrap();
    assert_eq!(digest(&pool).await, once);
}

#[sqlx::test(migrations = false)]
async fn a_migration_that_finds_its_table_in_use_gives_up_and_resumes_later(pool: PgPool) {
    run(&pool, LEGACY).await;
    let before = rows(&pool).await;
    let store = impatient(&pool).await;
    let mut busy = PgConnection::connect_with(&pool.connect_options()).await.unwrap();
    let mut held = busy.begin().await.unwrap();
    sqlx::query("lock table prospecting_campaigns in access share mode").execute(&mut *held).await.unwrap();

    let refused = store.migrate().await;
    assert!(matches!(refused, Err(StoreError::Timeout(_))), "{refused:?}");
    let halfway = store.schema_version().await.unwrap();
    assert!(halfway.applied.is_some() && !halfway.is_ready(), "{halfway:?}");
    assert_nothing_lost(&before, &rows(&pool).await);

    held.rollback().await.unwrap();
    store.migrate().await.unwrap();
    assert!(store.is_ready().await.unwrap());
    assert_nothing_lost(&before, &rows(&pool).await);
    assert_eq!(names(&store).await.len(), 4);
}

#[sqlx::test(migrations = false)]
async fn a_migration_whose_server_process_dies_resumes_where_it_was(pool: PgPool) {
    run(&pool, LEGACY).await;
    let before = rows(&pool).await;
    let mut busy = PgConnection::connect_with(&pool.connect_options()).await.unwrap();
    let mut held = busy.begin().await.unwrap();
    sqlx::query("lock table prospecting_templates in access share mode").execute(&mut *held).await.unwrap();
    let store = Store::new(pool.clone());
    let migrating = tokio::spawn({
        let store = store.clone();
        async move { store.migrate().await }
    });
    let waiting = "select pg_terminate_backend(pid) from pg_stat_activity
                   where datname = current_database() and wait_event_type = 'Lock' and pid <> pg_backend_pid()";
    while sqlx::query(waiting).fetch_all(&pool).await.unwrap().is_empty() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(migrating.await.unwrap().is_err());
    held.rollback().await.unwrap();

    store.migrate().await.unwrap();
    assert!(store.is_ready().await.unwrap());
    assert_nothing_lost(&before, &rows(&pool).await);
}

#[sqlx::test(migrations = false)]
async fn two_programs_that_migrate_at_once_do_it_once(pool: PgPool) {
    run(&pool, LEGACY).await;
    let (one, two) = (Store::new(pool.clone()), Store::new(pool.clone()));
    let (one, two) = tokio::join!(one.migrate(), two.migrate());
    one.unwrap();
    two.unwrap();
    assert_eq!(names(&Store::new(pool)).await.len(), 4);
}

#[sqlx::test(migrations = false)]
async fn a_view_in_place_of_a_table_stops_the_migration_before_it_has_begun(pool: PgPool) {
    run(&pool, "create table real (id int); create view clients as select * from real").await;
    let refused = Store::new(pool.clone()).migrate().await.unwrap_err().to_string();
    assert!(refused.contains("clients"), "{refused}");
    let tables: i64 = sqlx::query_scalar("select count(*) from pg_tables where tablename = 'companies'")
        .fetch_one(&pool)
        .await
        .unwrap();
    assert_eq!(tables, 0, "rolled back whole");
}

#[sqlx::test(migrations = false)]
async fn the_consent_ledger_is_append_only_but_for_the_sealer(pool: PgPool) {
    crate::support::migrated(&pool).await;
    run(&pool, "insert into marketing_consent_entries (id, address, channel, purpose, decision, source, actor, occurred_at, recorded_at)
                values (gen_random_uuid(), 'a@example.com', 'email', 'marketing', 'granted', 'form_web', 'test', now(), now())").await;
    for change in [
        "update marketing_consent_entries set decision = 'refused'",
        "update marketing_consent_entries set seq = 1, hash = sha256(''), prev_hash = sha256(''), address = 'b@example.com'",
        "delete from marketing_consent_entries",
        "truncate marketing_consent_entries cascade",
    ] {
        let refused = sqlx::raw_sql(change).execute(&pool).await.unwrap_err().to_string();
        assert!(refused.contains("append-only"), "{change}: {refused}");
    }
    run(&pool, "update marketing_consent_entries set seq = 1, hash = sha256(''), prev_hash = sha256('')")
        .await;
    let again = sqlx::raw_sql("update marketing_consent_entries set seq = 2").execute(&pool).await;
    assert!(again.is_err(), "chained once, chained for good");
}
