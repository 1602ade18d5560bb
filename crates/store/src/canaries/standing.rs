//! Where a canary stands.

use domain::{
    CampaignId,
    campaign::CanaryStanding,
    delivery::{Marks, Standing},
    report::{Figures, difference},
};
use sqlx::types::Json;

use super::Canaries;
use crate::{Result, campaigns::word, standings::state};

impl Canaries<'_> {
    /// Where the canary of a campaign stands; none where it has none.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn find(&mut self, campaign: CampaignId) -> Result<Option<CanaryStanding>> {
        let row = sqlx::query!(
            r#"select people, left_at, decides_at, decision, findings, figures as "figures: Json<Figures>", decided_at,
                      decided_by, released_at
               from marketing_canaries where campaign_id = $1"#,
            campaign.0
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let findings = row.findings.iter().map(|finding| word(finding, "findings about a canary"));
        Ok(Some(CanaryStanding {
            people: row.people.into(),
            left_at: row.left_at,
            decides_at: row.decides_at,
            decision: row.decision.map(|decision| word(&decision, "decisions about a canary")).transpose()?,
            findings: findings.collect::<Result<_>>()?,
            figures: row.figures.map(|figures| figures.0),
            decided_at: row.decided_at,
            decided_by: row.decided_by,
            released_at: row.released_at,
        }))
    }

    /// The figures of the first so many alone, from where each of them stands: what is folded of late may lag behind.
    pub(super) async fn figures(&mut self, campaign: CampaignId, people: i32) -> Result<Figures> {
        let rows = sqlx::query!(
            r#"select rank, marks, count(*) as "deliveries!" from marketing_delivery_state
               where campaign_id = $1 and number <= $2 group by rank, marks"#,
            campaign.0,
            people
        )
        .fetch_all(&mut *self.conn)
        .await?;
        let mut figures = Figures::default();
        for row in rows {
            let standing = Standing { state: state(row.rank)?, code: None, marks: Marks(row.marks) };
            difference(None, &standing)
                .for_each(|(counter, each)| figures.add(counter, each * row.deliveries));
        }
        Ok(figures)
    }
}
