//! Counting an audience.

use domain::audience::{AudienceCount, ExclusionReason, Sample, Waterfall};
use sqlx::{FromRow, PgConnection, Postgres, QueryBuilder, types::Json};

use super::{
    classify::{self, Told},
    make_room,
};
use crate::{AudienceOf, Result, campaigns::word};

/// Most people that are shown as examples.
const SAMPLES: i64 = 10;

#[derive(FromRow)]
struct CountRow {
    contacts: Json<Vec<(Option<String>, i64)>>,
    samples: Json<Vec<Sample>>,
}

/// The waterfall and the examples, seen at one instant.
pub(crate) async fn count(conn: &mut PgConnection, of: AudienceOf<'_>) -> Result<AudienceCount> {
    make_room(conn).await?;
    let mut sql = QueryBuilder::<Postgres>::new("with ");
    classify::push(&mut sql, of, Told::Counted);
    sql.push(
        "select (select coalesce(jsonb_agg(jsonb_build_array(reason, contacts)), '[]')
                 from (select reason, count(*) as contacts from classified group by reason) t) as contacts,
                (select coalesce(jsonb_agg(jsonb_build_object('person', person_id, 'name', name, 'company', company,
                                           'address', address, 'source', source, 'role', role) order by person_id), '[]')
                 from (select k.person_id, k.address, source, role, name, company
                       from (select * from classified where not is_left_out order by person_id limit ",
    )
    .push_bind(SAMPLES)
    .push(") k join marketing_contacts using (source, source_id, role)) t) as samples");
    let row: CountRow = sql.build_query_as().fetch_one(conn).await?;
    Ok(AudienceCount { waterfall: waterfall(row.contacts.0)?, email_part: None, samples: row.samples.0 })
}

/// Puts counts by reason together; no reason means planned.
fn waterfall(counts: Vec<(Option<String>, i64)>) -> Result<Waterfall> {
    let (mut excluded, mut planned) = (Vec::<(ExclusionReason, i64)>::new(), 0);
    for (reason, contacts) in counts {
        match reason {
            Some(reason) => excluded.push((word(&reason, "exclusion reason")?, contacts)),
            None => planned += contacts,
        }
    }
    Ok(Waterfall::of(&excluded, planned))
}
