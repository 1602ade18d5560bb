//! What the store's tests share.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Channel,
    campaign::{Campaign, CampaignEdit, CampaignQuery, CampaignSummary, Owner},
};
use serde_json::Value;
use sqlx::{AssertSqlSafe, PgPool, types::Uuid};
use store::{Authorship, NewCampaign, Store};

/// The four tables of the suite.
pub(crate) const SUITE: [&str; 4] =
    ["clients", "companies", "prospecting_campaigns", "prospecting_templates"];

/// An instant of the tests, some seconds after the first.
pub(crate) fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_767_225_600, 0).unwrap() + TimeDelta::seconds(seconds)
}

/// A person who makes things, and an id that is made from a number.
pub(crate) fn by(number: u128, seconds: i64) -> Authorship {
    let owner = Owner { id: "u-7".into(), name: "Awa Diop".into() };
    Authorship { id: Uuid::from_u128(number), owner, now: at(seconds) }
}

pub(crate) fn content(name: &str) -> CampaignEdit {
    CampaignEdit { name: name.into(), ..CampaignEdit::default() }
}

/// A migrated database.
pub(crate) async fn migrated(pool: &PgPool) -> Store {
    let store = Store::new(pool.clone());
    store.migrate().await.unwrap();
    store
}

pub(crate) async fn run(pool: &PgPool, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(pool).await.unwrap();
}

pub(crate) async fn value(pool: &PgPool, sql: &str) -> Value {
    sqlx::query_scalar(AssertSqlSafe(format!("select to_jsonb(x) from ({sql}) as y(x)")))
        .fetch_one(pool)
        .await
        .unwrap()
}

pub(crate) async fn create(
    store: &Store,
    number: u128,
    channel: Channel,
    content: &CampaignEdit,
) -> store::Result<Campaign> {
    let mut tx = store.begin().await?;
    let by = by(number, 0);
    let made = tx.campaigns().create(NewCampaign { channel, content, by: &by }).await?;
    tx.commit().await?;
    Ok(made)
}

/// Every campaign that the list shows, archived ones included.
pub(crate) async fn listed(store: &Store) -> Vec<CampaignSummary> {
    let mut tx = store.begin().await.unwrap();
    let mut all = Vec::new();
    for tab in [domain::campaign::CampaignTab::All, domain::campaign::CampaignTab::Archived] {
        let query = CampaignQuery { tab, limit: 200, ..CampaignQuery::default() };
        all.extend(tx.campaigns().list(&query).await.unwrap().items);
    }
    all
}

pub(crate) async fn names(store: &Store) -> Vec<String> {
    let mut names: Vec<_> = listed(store).await.into_iter().map(|campaign| campaign.name).collect();
    names.sort();
    names
}

/// Every row of the suite's tables, as the suite sees it.
pub(crate) async fn rows(pool: &PgPool) -> Vec<(String, Vec<Value>)> {
    let mut all = Vec::new();
    for table in SUITE {
        let exists: bool = sqlx::query_scalar("select to_regclass($1) is not null")
            .bind(table)
            .fetch_one(pool)
            .await
            .unwrap();
        if exists {
            let sql = format!("select to_jsonb(t) from {table} t order by to_jsonb(t)->>'id'");
            all.push((
                table.to_owned(),
                sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(pool).await.unwrap(),
            ));
        }
    }
    all
}

/// Every row of before is there after, with every value it had.
#[track_caller]
pub(crate) fn assert_nothing_lost(before: &[(String, Vec<Value>)], after: &[(String, Vec<Value>)]) {
    for (table, old) in before {
        let new = &after.iter().find(|(name, _)| name == table).unwrap().1;
        assert_eq!(new.len(), old.len(), "{table}");
        for (old, new) in old.iter().zip(new) {
            for (column, value) in old.as_object().unwrap() {
                assert_eq!(new.get(column), Some(value), "{table}.{column}");
            }
        }
    }
}

/// One text for everything in the database: columns, rules, indexes, triggers, functions, types and all rows.
pub(crate) async fn digest(pool: &PgPool) -> String {
    let catalogue: String = sqlx::query_scalar(
        "select md5(string_agg(line, E'\\n' order by line)) from (
             select format('%s.%s %s %s %s', c.relname, a.attname, a.atttypid::regtype, a.attnotnull, a.atttypmod) as line
             from pg_attribute a join pg_class c on c.oid = a.attrelid
             where c.relnamespace = 'public'::regnamespace and a.attnum > 0
             union all select conname::text || pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace
             union all select indexdef from pg_indexes where schemaname = 'public'
             union all select tgname::text || tgenabled::text || pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
             union all select pg_get_functiondef(oid) from pg_proc
                 where pronamespace = 'public'::regnamespace and prokind = 'f' and prolang <> (select oid from pg_language where lanname = 'c')
             union all select enumtypid::regtype::text || enumlabel::text from pg_enum) lines",
    )
    .fetch_one(pool)
    .await
    .unwrap();
    let tables: Vec<String> =
        sqlx::query_scalar("select tablename::text from pg_tables where schemaname = 'public' order by 1")
            .fetch_all(pool)
            .await
            .unwrap();
    let mut digest = catalogue;
    for table in tables {
        let sql = format!(
            "select coalesce(md5(string_agg(to_jsonb(t)::text, ',' order by to_jsonb(t)::text)), '') from \"{table}\" t"
        );
        let data: String = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(pool).await.unwrap();
        digest.push_str(&format!("\n{table} {data}"));
    }
    digest
}
