//! Looking at each of an audience, one after the other.

use domain::provider::AccountId;
use futures_util::TryStreamExt as _;
use serde_json::Value;
use sqlx::{FromRow, PgConnection, Postgres, QueryBuilder};

use super::{
    classify::{self, Told},
    make_room,
};
use crate::{AudienceOf, Result};

/// Somebody who would be written to.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Addressee {
    /// What is known of them, as a plan keeps it.
    pub variables: Value,
    /// Whether the window of their conversation with the account is open.
    pub is_open: bool,
}

/// Whoever would be written to by an account, the first `most` by their ids: as they come, never all at once.
pub(crate) async fn each(
    conn: &mut PgConnection,
    of: AudienceOf<'_>,
    account: &AccountId,
    most: i64,
    mut look: impl FnMut(Addressee),
) -> Result<()> {
    make_room(conn).await?;
    let mut sql = QueryBuilder::<Postgres>::new("with ");
    classify::push(&mut sql, of, Told::Counted);
    push_addressees(&mut sql, of, account, most);
    let mut people = sql.build_query_as::<Addressee>().fetch(conn);
    while let Some(addressee) = people.try_next().await? {
        look(addressee);
    }
    Ok(())
}

fn push_addressees(sql: &mut QueryBuilder<Postgres>, of: AudienceOf<'_>, account: &AccountId, most: i64) {
    sql.push("select m.variables, coalesce(c.window_until > ")
        .push_bind(of.now)
        .push(
            ", false) as is_open
             from (select source, source_id, role, address from classified where not is_left_out
                   order by person_id limit ",
        )
        .push_bind(most)
        .push(
            ") k join marketing_contacts m using (source, source_id, role)
             left join marketing_conversations c on c.address = k.address and c.account = ",
        )
        .push_bind(account.0.clone());
}
