//! The tables that contacts come from: `clients` and `companies`.

use domain::sources::{GroupCount, Source, SourceCount, SourceCounts};
use sqlx::PgConnection;

use crate::Result;

/// The sources, within a transaction.
#[derive(Debug)]
pub struct Sources<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

/// One group of a source: its size, and how many of its rows can be written to.
struct Group {
    value: String,
    rows: i64,
    with_email: i64,
    with_phone: i64,
    key_contacts: i64,
}

impl Sources<'_> {
    /// How many contacts each source holds.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn counts(&mut self) -> Result<SourceCounts> {
        let clients = tally(Source::Clients, self.clients().await?);
        let companies = tally(Source::Companies, self.companies().await?);
        Ok(SourceCounts { sources: vec![clients, companies] })
    }

    /// Whether neither source holds a single row.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn is_empty(&mut self) -> Result<bool> {
        let empty = sqlx::query_scalar!(
            r#"select not exists (select from clients) and not exists (select from companies) as "empty!""#
        )
        .fetch_one(&mut *self.conn)
        .await?;
        Ok(empty)
    }

    async fn clients(&mut self) -> Result<Vec<Group>> {
        let groups = sqlx::query_as!(
            Group,
            r#"select coalesce(btrim(type), '') as "value!", count(*) as "rows!",
                      count(*) filter (where email ~ '\S') as "with_email!",
                      count(*) filter (where telephone ~ '\S') as "with_phone!",
                      count(*) filter (where concat(administrateur_email, administrateur_tel) ~ '\S')
                      + count(*) filter (where concat(contact_interne_email, contact_interne_tel) ~ '\S')
                          as "key_contacts!"
               from marketing_source_clients()
               group by 1 order by 2 desc, 1"#
        )
        .fetch_all(&mut *self.conn)
        .await?;
        Ok(groups)
    }

    async fn companies(&mut self) -> Result<Vec<Group>> {
        let groups = sqlx::query_as!(
            Group,
            r#"select coalesce(btrim(size_label), '') as "value!", count(*) as "rows!",
                      count(*) filter (where email ~ '\S') as "with_email!",
                      count(*) filter (where phone ~ '\S') as "with_phone!",
                      0::bigint as "key_contacts!"
               from marketing_source_companies()
               group by 1 order by 2 desc, 1"#
        )
        .fetch_all(&mut *self.conn)
        .await?;
        Ok(groups)
    }
}

fn tally(source: Source, groups: Vec<Group>) -> SourceCount {
    let sum = |of: fn(&Group) -> i64| groups.iter().map(|group| of(group).unsigned_abs()).sum();
    SourceCount {
        source,
        rows: sum(|group| group.rows),
        with_email: sum(|group| group.with_email),
        with_phone: sum(|group| group.with_phone),
        key_contacts: sum(|group| group.key_contacts),
        groups: groups
            .iter()
            .map(|group| GroupCount { value: group.value.clone(), rows: group.rows.unsigned_abs() })
            .collect(),
    }
}
