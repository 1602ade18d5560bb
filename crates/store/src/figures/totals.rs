//! The totals of a campaign.

use domain::{CampaignId, report};
use sqlx::types::Json;

use super::Figures;
use crate::Result;

impl Figures<'_> {
    /// The totals of a campaign; zeros before anything is counted.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn totals(&mut self, campaign: CampaignId) -> Result<report::Figures> {
        let totals = sqlx::query_scalar!(
            r#"select figures as "figures: Json<report::Figures>" from marketing_totals where campaign_id = $1"#,
            campaign.0
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        Ok(totals.map(|totals| totals.0).unwrap_or_default())
    }
}
