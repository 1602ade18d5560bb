//! The values that a field has, for whoever builds a segment.

use domain::{audience::Field, sources::GroupCount};
use sqlx::{PgConnection, Postgres, QueryBuilder};

use super::{folded, spelt};
use crate::{Result, StoreError};

/// Most values that are told.
const VALUES_MAX: i64 = 200;

/// The values of a field with how many contacts have them, the most frequent first; spellings that a condition takes for one are
/// one.
pub(crate) async fn values(conn: &mut PgConnection, field: Field) -> Result<Vec<GroupCount>> {
    // What is no column has no values to choose from.
    let Some((folded, spelt)) = folded(field).zip(spelt(field)) else { return Ok(Vec::new()) };
    let mut sql = QueryBuilder::<Postgres>::new(format!(
        "select min(btrim({spelt})), count(*) from marketing_contacts c where {folded} <> '' \
         group by {folded} order by count(*) desc, {folded} limit "
    ));
    sql.push_bind(VALUES_MAX);
    let rows = sql.build_query_as::<(String, i64)>().fetch_all(conn).await?;
    let counted = rows.into_iter().map(|(value, rows)| {
        let rows = u64::try_from(rows).map_err(|_| StoreError::Corrupt("a negative count".into()))?;
        Ok(GroupCount { value, rows })
    });
    counted.collect()
}
