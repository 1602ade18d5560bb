//! The noun exclusion: who was left out of a campaign, and why.

use domain::{
    CampaignId, PersonId,
    audience::{Exclusion, ExclusionProof, ExclusionQuery, Waterfall},
    list::Page,
};
use sqlx::{
    PgConnection,
    types::{Json, Uuid},
};

use crate::{
    Result, StoreError,
    campaigns::{with_part, word},
    lists,
};

/// The exclusions, within a transaction.
#[derive(Debug)]
pub struct Exclusions<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

/// One row.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct ExclusionRow {
    pub(crate) campaign_id: Uuid,
    pub(crate) channel: String,
    pub(crate) source: String,
    pub(crate) source_id: String,
    pub(crate) role: String,
    pub(crate) place: String,
    pub(crate) person_id: Option<Uuid>,
    pub(crate) name: String,
    pub(crate) address: Option<String>,
    pub(crate) reason: String,
    pub(crate) proof: Option<Json<ExclusionProof>>,
}

impl TryFrom<ExclusionRow> for Exclusion {
    type Error = StoreError;

    fn try_from(row: ExclusionRow) -> Result<Self> {
        Ok(Self {
            source: word(&row.source, "source")?,
            source_id: row.source_id,
            role: word(&row.role, "contact role")?,
            channel: word(&row.channel, "channel")?,
            person: row.person_id.map(PersonId),
            name: row.name,
            address: row.address,
            reason: word(&row.reason, "exclusion reason")?,
            proof: row.proof.map(|proof| proof.0),
        })
    }
}

impl Exclusions<'_> {
    /// Who was left out of a campaign, and of its e-mail part, by source, role and row, as far as a query asks for them.
    ///
    /// # Errors
    /// [`StoreError::Cursor`] where the cursor was cut from another list.
    pub async fn page(&mut self, campaign: CampaignId, query: &ExclusionQuery) -> Result<Page<Exclusion>> {
        let campaigns = with_part(self.conn, campaign).await?;
        lists::exclusions::page(self.conn, &campaigns, query).await
    }

    /// How a campaign's audience came about, as frozen when it was planned; all zeros before.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn waterfall(&mut self, campaign: CampaignId) -> Result<Waterfall> {
        let counts = sqlx::query!(
            "select reason, contacts from marketing_waterfalls where campaign_id = $1",
            campaign.0
        )
        .fetch_all(&mut *self.conn)
        .await?;
        // Numbers have no gaps.
        let planned = sqlx::query_scalar!(
            r#"select coalesce(max(number), 0)::bigint as "planned!" from marketing_deliveries where campaign_id = $1"#,
            campaign.0
        )
        .fetch_one(&mut *self.conn)
        .await?;
        let excluded =
            counts.into_iter().map(|row| Ok((word(&row.reason, "exclusion reason")?, row.contacts)));
        Ok(Waterfall::of(&excluded.collect::<Result<Vec<_>>>()?, planned))
    }
}
