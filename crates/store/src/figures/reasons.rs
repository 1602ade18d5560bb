//! Why deliveries of a campaign were lost.

use domain::{CampaignId, report::ReasonCount};

use super::Figures;
use crate::{Result, campaigns::word};

impl Figures<'_> {
    /// Why deliveries ended before they arrived or came back, the most frequent first; at most 50.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn reasons(&mut self, campaign: CampaignId) -> Result<Vec<ReasonCount>> {
        let rows = sqlx::query!(
            "select state, code, deliveries from marketing_reason_totals
             where campaign_id = $1 and deliveries > 0 order by deliveries desc, state, code limit 50",
            campaign.0
        )
        .fetch_all(&mut *self.conn)
        .await?;
        rows.into_iter()
            .map(|row| {
                let state = word(&row.state, "delivery state")?;
                Ok(ReasonCount { state, code: row.code, deliveries: row.deliveries })
            })
            .collect()
    }
}
