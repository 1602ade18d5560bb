//! What changes of figures: added up first, written in one statement, folded into totals by the rollup.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::report::Reason;
use sqlx::{PgConnection, types::Uuid};

use crate::{
    Result,
    text::{REASON_MAX, kept},
};

/// A campaign, an hour, a counter, and the link or the reason that it counts, if it counts one.
type Place = (Uuid, DateTime<Utc>, &'static str, Option<i16>, Option<String>);

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
        *self.0.entry((campaign, hour, counter, link, None)).or_default() += count;
    }

    /// Adds to the deliveries that are lost for a reason.
    pub(crate) fn lose(&mut self, campaign: Uuid, hour: DateTime<Utc>, reason: &Reason, count: i64) {
        let code = kept(&reason.code, REASON_MAX);
        *self.0.entry((campaign, hour, reason.state.as_str(), None, Some(code))).or_default() += count;
    }

    /// Writes them; what has cancelled out is not worth a row.
    pub(crate) async fn write(self, conn: &mut PgConnection) -> Result<()> {
        let rows: Vec<_> = self.0.into_iter().filter(|(_, count)| *count != 0).collect();
        if rows.is_empty() {
            return Ok(());
        }
        let campaigns: Vec<_> = rows.iter().map(|((campaign, ..), _)| *campaign).collect();
        let hours: Vec<_> = rows.iter().map(|((_, hour, ..), _)| *hour).collect();
        let counters: Vec<_> = rows.iter().map(|((_, _, counter, ..), _)| (*counter).to_owned()).collect();
        let links: Vec<_> = rows.iter().map(|((.., link, _), _)| *link).collect();
        let reasons: Vec<_> = rows.iter().map(|((.., reason), _)| reason.as_deref()).collect();
        let counts: Vec<_> = rows.iter().map(|(_, count)| *count).collect();
        sqlx::query!(
            "insert into marketing_figure_deltas (campaign_id, hour, counter, link, reason, count)
             select * from unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::smallint[], $5::text[], $6::bigint[])",
            &campaigns,
            &hours,
            &counters,
            links as _,
            reasons as _,
            &counts
        )
        .execute(conn)
        .await?;
        Ok(())
    }
}
