//! What happened to a campaign, hour by hour.

use domain::{
    CampaignId,
    report::{self, HourFigures},
};
use sqlx::types::Json;

use super::Figures;
use crate::Result;

impl Figures<'_> {
    /// The hours in which anything was counted, in order.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn hours(&mut self, campaign: CampaignId) -> Result<Vec<HourFigures>> {
        let rows = sqlx::query!(
            r#"select hour, figures as "figures: Json<report::Figures>" from marketing_hours
               where campaign_id = $1 order by hour"#,
            campaign.0
        )
        .fetch_all(&mut *self.conn)
        .await?;
        Ok(rows.into_iter().map(|row| HourFigures { hour: row.hour, figures: row.figures.0 }).collect())
    }
}
