//! The list of the ledger's entries.

use domain::{
    consent::ConsentEntry,
    list::{Cursor, Page},
};
use sqlx::{PgConnection, Postgres, QueryBuilder, types::Uuid};

use super::keyset::{Key, Keyset, Order, Place, instant};
use crate::{Result, ledger::EntryRow};

impl Place for EntryRow {
    fn id(&self) -> Uuid {
        self.id
    }

    fn key(&self, _: Key) -> String {
        instant(self.recorded_at)
    }
}

pub(crate) async fn page(
    conn: &mut PgConnection,
    address: Option<&str>,
    cursor: Option<&Cursor>,
    limit: u32,
) -> Result<Page<ConsentEntry>> {
    let order = Order { name: "-recorded", key: Key::Recorded, descending: true };
    let keyset = Keyset::new(order, cursor, limit)?;
    let mut sql = QueryBuilder::<Postgres>::new(
        "select id, address, channel, purpose, decision, source, actor, occurred_at, recorded_at, evidence_hash, seq \
         from marketing_consent_entries where true",
    );
    if let Some(address) = address {
        sql.push(" and address = ").push_bind(address);
    }
    keyset.push(&mut sql)?;
    keyset.page(sql.build_query_as::<EntryRow>().fetch_all(conn).await?)
}
