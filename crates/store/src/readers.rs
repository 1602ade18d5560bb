//! The noun reader: whoever holds a message of ours, by what its addresses tell: campaign and number.

use chrono::{DateTime, Utc};
use domain::{CampaignId, Channel};
use serde_json::Value;
use sqlx::PgConnection;

use crate::{Result, campaigns::word};

/// The readers, within a transaction.
#[derive(Debug)]
pub struct Readers<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

/// A reader, as frozen when the message was planned.
#[derive(Debug, Clone, PartialEq)]
pub struct Reader {
    /// The channel.
    pub channel: Channel,
    /// The address in its normal form.
    pub address: String,
    /// What the message could name: `{"contact": …, "entreprise": …, "client": …, "source": …}`.
    pub variables: Value,
    /// Whether opens were tracked.
    pub opens_tracked: bool,
    /// Whether clicks were tracked.
    pub clicks_tracked: bool,
    /// When the message was planned (UTC).
    pub planned_at: DateTime<Utc>,
}

impl Readers<'_> {
    /// The reader of one message; none where there is no such message, or not any more.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn find(&mut self, campaign: CampaignId, number: u32) -> Result<Option<Reader>> {
        let row = sqlx::query!(
            "select channel, address, variables, opens_tracked, clicks_tracked, planned_at
             from marketing_deliveries where campaign_id = $1 and number = $2",
            campaign.0,
            i32::try_from(number).unwrap_or(i32::MAX)
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        row.map(|row| {
            Ok(Reader {
                channel: word(&row.channel, "channel")?,
                address: row.address,
                variables: row.variables,
                opens_tracked: row.opens_tracked,
                clicks_tracked: row.clicks_tracked,
                planned_at: row.planned_at,
            })
        })
        .transpose()
    }

    /// Where the links of a campaign lead, by their numbers; fixed once it is planned.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn links(&mut self, campaign: CampaignId) -> Result<Vec<(u16, String)>> {
        let rows = sqlx::query!(
            "select number, url from marketing_links where campaign_id = $1 order by number",
            campaign.0
        )
        .fetch_all(&mut *self.conn)
        .await?;
        Ok(rows.into_iter().map(|row| (row.number.unsigned_abs(), row.url)).collect())
    }

    /// What the content of a campaign became when it was planned, as the content's own JSON.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn content(&mut self, campaign: CampaignId) -> Result<Option<Value>> {
        let compiled = sqlx::query_scalar!(
            "select compiled from marketing_campaign_contents where campaign_id = $1",
            campaign.0
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        Ok(compiled)
    }
}
