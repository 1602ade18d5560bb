//! Which columns a COPY fills, read from the catalogue.

use sqlx::PgConnection;

use super::Table;
use crate::{Result, StoreError};

/// One column of a COPY, and the fields (by their place in a row) that go into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) from: From,
}

/// What a column is filled from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum From {
    /// One field.
    Field(usize),
    /// The key contacts, as jsonb: contact, its field, and the place in a row.
    KeyContacts(Vec<(String, String, usize)>),
}

impl Column {
    /// The name as SQL quotes it.
    pub(super) fn quoted(&self) -> String {
        format!("\"{}\"", self.name.replace('"', "\"\""))
    }
}

/// A field as the table holds it, if it does.
struct Found {
    field: String,
    column: Option<String>,
    /// Numbers and the like cannot hold the ids that we bring.
    takes_our_ids: Option<bool>,
}

/// The columns of `table` that hold `fields`.
pub(super) async fn columns(conn: &mut PgConnection, table: Table, fields: &[&str]) -> Result<Vec<Column>> {
    let found = find(conn, table, fields).await?;
    let mut columns: Vec<Column> = found
        .iter()
        .enumerate()
        .filter(|(_, found)| found.field != "id" || found.takes_our_ids == Some(true))
        .filter_map(|(place, found)| Some(Column { name: found.column.clone()?, from: From::Field(place) }))
        .collect();
    if table.is_source() {
        columns.extend(key_contacts(conn, table, &found).await?);
        refuse_unfilled(conn, table, &columns).await?;
    }
    // In the suite's tables a field may be missing; its name and e-mail may not, nor any field of ours.
    let needed = |field: &str| !table.is_source() || matches!(field, "nom" | "name" | "email");
    match found.iter().find(|found| found.column.is_none() && needed(&found.field)) {
        None => Ok(columns),
        Some(missing) => {
            Err(StoreError::Shape(format!("{} has no column for {}", table.name(), missing.field)))
        }
    }
}

async fn find(conn: &mut PgConnection, table: Table, fields: &[&str]) -> Result<Vec<Found>> {
    let fields: Vec<String> = fields.iter().map(|&field| field.to_owned()).collect();
    let found = sqlx::query_as!(
        Found,
        r#"select f.field as "field!", c.name as column,
                  (select t.typname = 'uuid' or t.typcategory = 'S' from pg_attribute a join pg_type t on t.oid = a.atttypid
                   where a.attrelid = to_regclass($1) and a.attname = c.name) as takes_our_ids
           from unnest($2::text[]) with ordinality as f (field, rank)
           cross join lateral (select case when $3 then marketing_find_field(to_regclass($1), f.field)
                                           else marketing_find_column(to_regclass($1), array[f.field]) end as name) c
           order by f.rank"#,
        table.name(),
        &fields,
        table.is_source()
    )
    .fetch_all(conn)
    .await?;
    Ok(found)
}

/// The jsonb column of the key contacts, for those of their fields that have no column of their own.
async fn key_contacts(conn: &mut PgConnection, table: Table, found: &[Found]) -> Result<Option<Column>> {
    let name = sqlx::query_scalar!("select marketing_find_key_contacts(to_regclass($1))", table.name())
        .fetch_one(conn)
        .await?;
    let fields: Vec<_> = found
        .iter()
        .enumerate()
        .filter(|(_, found)| found.column.is_none())
        .filter_map(|(place, found)| {
            let (contact, field) = found.field.rsplit_once('_')?;
            matches!(contact, "administrateur" | "contact_interne")
                .then(|| (contact.into(), field.into(), place))
        })
        .collect();
    Ok(name.filter(|_| !fields.is_empty()).map(|name| Column { name, from: From::KeyContacts(fields) }))
}

/// A mandatory column that we know nothing of cannot be guessed.
async fn refuse_unfilled(conn: &mut PgConnection, table: Table, columns: &[Column]) -> Result<()> {
    let filled: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
    let unfilled = sqlx::query_scalar!(
        r#"select a.attname::text as "name!" from pg_attribute a
           where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
             and marketing_is_mandatory(a.attrelid, a.attname::text) and a.attname::text <> all($2)
           order by a.attnum"#,
        table.name(),
        &filled
    )
    .fetch_all(conn)
    .await?;
    if unfilled.is_empty() {
        return Ok(());
    }
    let detail = format!(
        "{} wants values that test data does not have: {}; give these columns a default",
        table.name(),
        unfilled.join(", ")
    );
    Err(StoreError::Shape(detail))
}
