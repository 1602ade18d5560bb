//! The list of suppressed addresses.

use domain::{
    list::{Cursor, Page},
    suppression::Suppression,
};
use sqlx::{PgConnection, Postgres, QueryBuilder, types::Uuid};

use super::{
    escape_like,
    keyset::{Key, Keyset, Order, Place, instant},
};
use crate::{Result, suppressions::SuppressionRow};

impl Place for SuppressionRow {
    fn id(&self) -> Uuid {
        self.id
    }

    fn key(&self, _: Key) -> String {
        instant(self.created_at)
    }
}

pub(crate) async fn page(
    conn: &mut PgConnection,
    words: &str,
    cursor: Option<&Cursor>,
    limit: u32,
) -> Result<Page<Suppression>> {
    let order = Order { name: "-suppressed", key: Key::Suppressed, descending: true };
    let keyset = Keyset::new(order, cursor, limit)?;
    let mut sql = QueryBuilder::<Postgres>::new(
        "select id, address, channel, reason, detail, created_at from marketing_suppressions where true",
    );
    for word in words.split_whitespace() {
        sql.push(" and address like '%' || ").push_bind(escape_like(&word.to_lowercase())).push(" || '%'");
    }
    keyset.push(&mut sql)?;
    keyset.page(sql.build_query_as::<SuppressionRow>().fetch_all(conn).await?)
}
