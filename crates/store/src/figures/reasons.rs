//! Why deliveries of a campaign were lost.

use domain::{CampaignId, delivery::DeliveryState, report::ReasonCount};

use super::Figures;
use crate::{Result, standings::state};

impl Figures<'_> {
    /// Why deliveries ended before they arrived or came back, the most frequent first; at most 50. Counted from the deliveries
    /// as they stand.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn reasons(&mut self, campaign: CampaignId) -> Result<Vec<ReasonCount>> {
        let lost = DeliveryState::ALL.iter().filter(|state| state.is_lost());
        let ranks: Vec<i16> = lost.map(|state| state.rank()).collect();
        let rows = sqlx::query!(
            r#"select rank, coalesce(code, '') as "code!", count(*) as "deliveries!" from marketing_delivery_state
               where campaign_id = $1 and rank = any($2)
               group by 1, 2 order by 3 desc, 1, 2 limit 50"#,
            campaign.0,
            &ranks
        )
        .fetch_all(&mut *self.conn)
        .await?;
        rows.into_iter()
            .map(|row| {
                Ok(ReasonCount { state: state(row.rank)?, code: row.code, deliveries: row.deliveries })
            })
            .collect()
    }
}
