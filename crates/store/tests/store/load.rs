//! COPY of test data into the shapes that the suite's tables may have.

use std::borrow::Cow;

use crate::support::{run, value};
use serde_json::json;
use sqlx::PgPool;
use store::{Store, StoreError, Table};

const FIELDS: &[&str] = &[
    "id",
    "nom",
    "email",
    "telephone",
    "statut",
    "type",
    "administrateur_nom",
    "administrateur_email",
    "administrateur_tel",
    "contact_interne_nom",
    "contact_interne_email",
    "contact_interne_tel",
    "ville",
];

fn row(nom: &'static str) -> Vec<Option<Cow<'static, str>>> {
    let id = "00000000-0000-4000-8000-0000000000ff";
    let texts = [
        id,
        nom,
        "a\\b@example.com",
        "",
        "ACTIF",
        "CLIENT",
        "Awa \"Tab\"\tDiop",
        "awa@example.com",
        "",
        "",
        "",
        "77",
        "Dakar",
    ];
    texts.map(|text| (!text.is_empty()).then_some(Cow::Borrowed(text))).to_vec()
}

async fn load(
    store: &Store,
    table: Table,
    fields: &[&str],
    rows: Vec<Vec<Option<Cow<'_, str>>>>,
) -> store::Result<u64> {
    let mut tx = store.begin().await?;
    let mut load = tx.load(table, fields).await?;
    load.rows(rows).await?;
    let loaded = load.finish().await?;
    tx.commit().await?;
    Ok(loaded)
}

const SEEN: &str = "select jsonb_build_array(nom, email, telephone, administrateur_nom, administrateur_email, administrateur_tel,
                    contact_interne_tel, ville) from marketing_source_clients() where nom like 'Charg%'";

#[sqlx::test(migrations = false)]
async fn rows_reach_our_own_shape_whole(pool: PgPool) {
    let store = crate::support::migrated(&pool).await;
    assert!(store.begin().await.unwrap().sources().is_empty().await.unwrap());
    assert_eq!(load(&store, Table::Clients, FIELDS, vec![row("Chargé")]).await.unwrap(), 1);
    let whole = json!([
        "Chargé",
        "a\\b@example.com",
        null,
        "Awa \"Tab\"\tDiop",
        "awa@example.com",
        null,
        "77",
        "Dakar"
    ]);
    assert_eq!(value(&pool, SEEN).await, whole);
    assert_eq!(value(&pool, "select id from clients").await, json!("00000000-0000-4000-8000-0000000000ff"));
    assert!(!store.begin().await.unwrap().sources().is_empty().await.unwrap());
}

#[sqlx::test(migrations = false)]
async fn rows_reach_integer_ids_and_flat_contacts(pool: PgPool) {
    run(&pool, include_str!("shapes/integers_and_enum.sql")).await;
    let store = crate::support::migrated(&pool).await;
    load(&store, Table::Clients, FIELDS, vec![row("Chargé")]).await.unwrap();
    let seen =
        json!(["Chargé", "a\\b@example.com", null, "Awa \"Tab\"\tDiop", "awa@example.com", null, "77", null]);
    assert_eq!(value(&pool, SEEN).await, seen, "a town has no column there");
}

#[sqlx::test(migrations = false)]
async fn rows_reach_contacts_in_jsonb(pool: PgPool) {
    run(&pool, include_str!("shapes/uuids_and_text.sql")).await;
    run(
        &pool,
        "alter table clients alter \"createdAt\" set default now(), alter \"updatedAt\" set default now()",
    )
    .await;
    let store = crate::support::migrated(&pool).await;
    load(&store, Table::Clients, FIELDS, vec![row("Chargé")]).await.unwrap();
    let seen =
        json!(["Chargé", "a\\b@example.com", null, "Awa \"Tab\"\tDiop", "awa@example.com", null, "77", null]);
    assert_eq!(value(&pool, SEEN).await, seen);
}

#[sqlx::test(migrations = false)]
async fn a_mandatory_column_that_nobody_knows_is_named_before_anything_is_loaded(pool: PgPool) {
    run(&pool, "create table clients (id serial primary key, nom text, email text, tenant_id int not null, regime text not null)").await;
    let store = crate::support::migrated(&pool).await;
    let refused = load(&store, Table::Clients, FIELDS, vec![row("Chargé")]).await;
    assert!(
        matches!(refused, Err(StoreError::Shape(detail)) if detail.contains("tenant_id, regime")),
        "both are named"
    );
}

#[sqlx::test(migrations = false)]
async fn a_row_that_the_table_refuses_undoes_the_whole_load(pool: PgPool) {
    let store = crate::support::migrated(&pool).await;
    let mut bad = row("Mauvais");
    bad[4] = Some("PARTI".into());
    bad[0] = Some("00000000-0000-4000-8000-0000000000fe".into());
    let refused = load(&store, Table::Clients, FIELDS, vec![row("Chargé"), bad]).await;
    assert!(matches!(&refused, Err(StoreError::Shape(detail)) if detail.contains("statut")), "{refused:?}");
    assert!(store.begin().await.unwrap().sources().is_empty().await.unwrap());
}
