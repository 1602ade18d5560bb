//! What changes of figures: added up first, written in one statement, folded into totals by the rollup.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, types::Uuid};

use crate::Result;

/// A campaign, an hour, a counter, and the link that it counts, if it counts one.
type Place = (Uuid, DateTime<Utc>, &'static str, Option<i16>);

/// Differences that wait to be written.
#[derive(Debug, Default)]
pub(crate) struct Deltas(BTreeMap<Place, i64>);

impl Deltas {
    /// Adds to a counter ([`domain::report::Counter`], or of a link [`domain::report::LinkCounter`]).
    pub(crate) fn add(
        &mut self,
        campaign: Uuid,
        hour: DateTime<Utc>,
        counter: &'static str,
        link: Option<i16>,
        count: i64,
    ) {
        *self.0.entry((campaign, hour, counter, link)).or_default() += count;
    }

    /// Writes them; what has cancelled out is not worth a row.
    pub(crate) async fn write(self, conn: &mut PgConnection) -> Result<()> {
        let rows: Vec<_> = self.0.into_iter().filter(|(_, count)| *count != 0).collect();
        if rows.is_empty() {
            return Ok(());
        }
        let campaigns: Vec<_> = rows.iter().map(|((campaign, ..), _)| *campaign).collect();
        let hours: Vec<_> = rows.iter().map(|((_, hour, ..), _)| *hour).collect();
        let counters: Vec<_> = rows.iter().map(|((_, _, counter, _), _)| (*counter).to_owned()).collect();
        let links: Vec<_> = rows.iter().map(|((.., link), _)| *link).collect();
        let counts: Vec<_> = rows.iter().map(|(_, count)| *count).collect();
        sqlx::query!(
            "insert into marketing_figure_deltas (campaign_id, hour, counter, link, count)
             select * from unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::smallint[], $5::bigint[])",
            &campaigns,
            &hours,
            &counters,
            links as _,
            &counts
        )
        .execute(conn)
        .await?;
        Ok(())
    }
}
