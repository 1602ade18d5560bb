//! The noun cost: rate cards, what is billed, and what was expected.

mod cards;
mod charges;

use domain::{CampaignId, whatsapp::CostEstimate};
use sqlx::{PgConnection, types::Json};

pub use charges::NewCharge;

use crate::Result;

/// The costs, within a transaction.
#[derive(Debug)]
pub struct Costs<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

impl Costs<'_> {
    /// Keeps what whoever launched a campaign saw that it would cost.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn keep_estimate(&mut self, campaign: CampaignId, estimate: &CostEstimate) -> Result<()> {
        sqlx::query!(
            "insert into marketing_cost_estimates (campaign_id, estimate) values ($1, $2)
             on conflict (campaign_id) do update set estimate = excluded.estimate",
            campaign.0,
            Json(estimate) as _
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// What whoever launched a campaign saw that it would cost.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn estimate(&mut self, campaign: CampaignId) -> Result<Option<CostEstimate>> {
        let found = sqlx::query_scalar!(
            r#"select estimate as "estimate: Json<CostEstimate>" from marketing_cost_estimates where campaign_id = $1"#,
            campaign.0
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        Ok(found.map(|Json(estimate)| estimate))
    }
}
