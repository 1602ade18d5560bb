//! Folding what was added into what it adds up to.

use chrono::{DateTime, Utc};
use domain::CampaignId;

use super::Figures;
use crate::{Result, locks, signal::channel};

impl Figures<'_> {
    /// Takes the oldest additions, at most so many, and adds them to the totals of their campaign, of its hours, of its
    /// links and of its reasons; whoever watches one of these campaigns is told when the transaction is committed. Tells the campaigns; none where
    /// nothing waits, or another process is at it.
    ///
    /// # Errors
    /// [`crate::StoreError`]: nothing is folded, and nothing is lost.
    pub async fn fold(&mut self, limit: i64, now: DateTime<Utc>) -> Result<Vec<CampaignId>> {
        if !locks::take(self.conn, locks::FIGURES).await? {
            return Ok(Vec::new());
        }
        let touched = sqlx::query!(
            r#"with taken as (
                   delete from marketing_figure_deltas
                   where id in (select id from marketing_figure_deltas order by id limit $1)
                   returning campaign_id, hour, counter, link, reason, count
               ), totals as (
                   insert into marketing_totals as t (campaign_id, figures, rolled_at)
                   select campaign_id, jsonb_object_agg(counter, total), $2
                   from (select campaign_id, counter, sum(count)::bigint as total
                         from taken where link is null and reason is null group by 1, 2) as added
                   group by campaign_id
                   on conflict (campaign_id) do update
                   set figures = marketing_add_figures(t.figures, excluded.figures), rolled_at = excluded.rolled_at
               ), hours as (
                   insert into marketing_hours as t (campaign_id, hour, figures)
                   select campaign_id, hour, jsonb_object_agg(counter, total)
                   from (select campaign_id, hour, counter, sum(count)::bigint as total
                         from taken where link is null and reason is null group by 1, 2, 3) as added
                   group by campaign_id, hour
                   on conflict (campaign_id, hour) do update
                   set figures = marketing_add_figures(t.figures, excluded.figures)
               ), links as (
                   insert into marketing_link_totals as t (campaign_id, link, figures)
                   select campaign_id, link, jsonb_object_agg(counter, total)
                   from (select campaign_id, link, counter, sum(count)::bigint as total
                         from taken where link is not null group by 1, 2, 3) as added
                   group by campaign_id, link
                   on conflict (campaign_id, link) do update
                   set figures = marketing_add_figures(t.figures, excluded.figures)
               ), reasons as (
                   insert into marketing_reason_totals as t (campaign_id, state, code, deliveries)
                   select campaign_id, counter, reason, sum(count)::bigint
                   from taken where reason is not null group by 1, 2, 3
                   on conflict (campaign_id, state, code) do update set deliveries = t.deliveries + excluded.deliveries
               )
               select campaign_id as "campaign_id!", pg_notify($3, campaign_id::text)
               from taken group by campaign_id order by campaign_id"#,
            limit,
            now,
            channel::PROGRESS
        )
        .fetch_all(&mut *self.conn)
        .await?;
        Ok(touched.into_iter().map(|row| CampaignId(row.campaign_id)).collect())
    }
}
