//! Counting an audience by what its messages would cost.

use chrono::{DateTime, Utc};
use domain::{
    provider::AccountId,
    whatsapp::{Country, ReachGroup},
};
use sqlx::{FromRow, PgConnection, Postgres, QueryBuilder};

use super::{
    classify::{self, Told},
    make_room,
};
use crate::{AudienceOf, Result};

#[derive(FromRow)]
struct Row {
    prefix: String,
    is_open: bool,
    people: i64,
}

/// Whoever would be written to by an account, by the beginning of the number and whether the window is open.
pub(crate) async fn reach(
    conn: &mut PgConnection,
    of: AudienceOf<'_>,
    account: &AccountId,
) -> Result<Vec<ReachGroup>> {
    make_room(conn).await?;
    let mut sql = QueryBuilder::<Postgres>::new("with ");
    classify::push(&mut sql, of, Told::Counted);
    push_counts(&mut sql, account, of.now);
    let rows: Vec<Row> = sql.build_query_as().fetch_all(conn).await?;
    let groups = rows.into_iter().map(|Row { prefix, is_open, people }| ReachGroup {
        prefix,
        window: is_open,
        people,
    });
    Ok(groups.collect())
}

fn push_counts(sql: &mut QueryBuilder<Postgres>, account: &AccountId, now: DateTime<Utc>) {
    sql.push("select left(k.address, ")
        .push_bind(i32::try_from(Country::TELLS).unwrap_or(i32::MAX))
        .push(") as prefix, coalesce(c.window_until > ")
        .push_bind(now)
        .push(
            ", false) as is_open, count(*) as people from classified k
             left join marketing_conversations c on c.address = k.address and c.account = ",
        )
        .push_bind(account.0.clone())
        .push(" where not k.is_left_out group by 1, 2");
}
