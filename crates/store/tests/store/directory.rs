//! The rows of the sources, and the log of their changes, in the shapes that the suite's tables may have.

use crate::support::{migrated, run, value};
use domain::sources::{ContactRole, Source};
use serde_json::{Value, json};
use sqlx::PgPool;
use store::{SourceId, Store};

const INTEGERS: &str = include_str!("shapes/integers_and_enum.sql");
const UUIDS: &str = include_str!("shapes/uuids_and_text.sql");
const CHECKED: &str = include_str!("shapes/check_constraint.sql");

/// Takes every change of one source out of the log.
async fn changed(store: &Store, source: Source) -> Vec<String> {
    let mut tx = store.begin().await.unwrap();
    let changes = tx.directory().take_changes(1_000).await.unwrap();
    tx.commit().await.unwrap();
    changes.rows.into_iter().filter(|row: &SourceId| row.source == source).map(|row| row.id).collect()
}

async fn migrate(pool: &PgPool, shape: &str) -> Store {
    run(pool, shape).await;
    migrated(pool).await
}

/// A client's company, addresses and custom columns.
async fn client(store: &Store, id: &str) -> Value {
    let mut tx = store.begin().await.unwrap();
    let row = tx.directory().rows(Source::Clients, &[id.to_owned()]).await.unwrap().remove(0);
    let key = row.addresses.iter().find(|address| address.role == ContactRole::Administrateur).unwrap();
    json!([row.company, row.addresses[0].email, key.name, key.email, row.fields])
}

#[sqlx::test(migrations = false)]
async fn a_suite_that_was_there_before_is_folded_whole_from_the_first_run_on(pool: PgPool) {
    let store = migrate(&pool, INTEGERS).await;
    let mut tx = store.begin().await.unwrap();
    let all = tx.directory().take_changes(1_000).await.unwrap();
    assert_eq!(all.rows.iter().filter(|row| row.source == Source::Clients).count(), 2);
    assert_eq!(all.rows.iter().filter(|row| row.source == Source::Companies).count(), 3);
}

#[sqlx::test(migrations = false)]
async fn rows_with_integer_ids_are_followed_and_read_through_their_key(pool: PgPool) {
    let store = migrate(&pool, INTEGERS).await;
    changed(&store, Source::Clients).await;
    run(&pool, "update clients set nom = 'Moulins' where id = 1; insert into clients (nom, type) values ('Neuf', 'CLIENT')").await;
    assert_eq!(changed(&store, Source::Clients).await, ["1", "3"]);
    assert_eq!(
        client(&store, "1").await,
        json!(["Moulins", "contact@moulins.example", "Awa Diop", "awa@moulins.example", {"siret": "12345678901234"}])
    );
    let plan = "explain select * from marketing_client_rows(array['1'])";
    run(&pool, "set enable_seqscan = off").await;
    let plan: Vec<String> = sqlx::query_scalar(plan).fetch_all(&pool).await.unwrap();
    assert!(!plan.join("\n").contains("Function Scan"), "{plan:?}");
}

#[sqlx::test(migrations = false)]
async fn rows_with_uuids_and_contacts_in_jsonb_are_followed(pool: PgPool) {
    let store = migrate(&pool, UUIDS).await;
    changed(&store, Source::Clients).await;
    let id = "00000000-0000-4000-8000-000000000001";
    run(&pool, &format!("delete from clients where id <> '{id}'; update clients set contacts_cles = contacts_cles || '{{\"x\": 1}}'")).await;
    assert_eq!(changed(&store, Source::Clients).await.len(), 2);
    let seen = client(&store, id).await;
    assert_eq!(
        seen,
        json!(["Moulins Diop", "contact@moulins.example", "Awa Diop", "awa@moulins.example", {}])
    );
}

#[sqlx::test(migrations = false)]
async fn rows_with_text_ids_are_followed_even_when_the_id_itself_changes(pool: PgPool) {
    let store = migrate(&pool, CHECKED).await;
    changed(&store, Source::Clients).await;
    run(&pool, "update clients set id = 'neuf'").await;
    let ids = changed(&store, Source::Clients).await;
    assert_eq!((ids.len(), ids.contains(&"neuf".to_owned())), (2, true));
}

#[sqlx::test(migrations = false)]
async fn a_program_of_the_suite_needs_no_rights_on_our_tables(pool: PgPool) {
    let store = migrate(&pool, INTEGERS).await;
    changed(&store, Source::Clients).await;
    let role = format!("suite_{}", std::process::id());
    run(&pool, &format!("create role {role}; grant all on clients, clients_id_seq to {role}; grant usage on schema public to {role}")).await;
    let mut conn = pool.acquire().await.unwrap();
    let write =
        format!("set role {role}; insert into clients (nom, type) values ('Neuf', 'CLIENT'); reset role");
    sqlx::raw_sql(sqlx::AssertSqlSafe(write)).execute(&mut *conn).await.unwrap();
    assert_eq!(changed(&store, Source::Clients).await, ["3"]);
    run(&pool, &format!("drop owned by {role}; drop role {role}")).await;
}

#[sqlx::test(migrations = false)]
async fn a_table_without_an_id_is_left_alone(pool: PgPool) {
    let store = migrate(
        &pool,
        "create table companies (name text, email text); insert into companies values ('A', 'a@x.example')",
    )
    .await;
    run(&pool, "insert into companies values ('B', 'b@x.example')").await;
    assert!(changed(&store, Source::Companies).await.is_empty());
    assert_eq!(value(&pool, "select count(*) from companies").await, json!(2));
}
