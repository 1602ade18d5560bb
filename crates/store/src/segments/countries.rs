//! Counting an audience by the countries of its contacts.

use sqlx::{FromRow, PgConnection, Postgres, QueryBuilder};

use super::{
    classify::{self, Told},
    make_room,
};
use crate::{AudienceOf, Result};

/// How many would be written to in a country.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct CountryCount {
    /// The country, as the source spells it; none where the source tells none.
    pub country: Option<String>,
    /// How many.
    pub people: i64,
}

/// Whoever would be written to, by country.
pub(crate) async fn countries(conn: &mut PgConnection, of: AudienceOf<'_>) -> Result<Vec<CountryCount>> {
    make_room(conn).await?;
    let mut sql = QueryBuilder::<Postgres>::new("with ");
    classify::push(&mut sql, of, Told::Counted);
    sql.push(
        "select c.pays as country, count(*) as people from classified k
         left join marketing_contacts c on c.source = k.source and c.source_id = k.source_id and c.role = k.role
         where not k.is_left_out group by 1",
    );
    Ok(sql.build_query_as().fetch_all(conn).await?)
}
