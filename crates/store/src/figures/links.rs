//! How often the links of a campaign were followed.

use domain::{CampaignId, report::LinkFigures};
use serde::Deserialize;
use sqlx::types::Json;

use super::Figures;
use crate::{Result, StoreError};

/// The counters of a link, as its row holds them; what never happened is absent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct LinkCounts {
    readers: i64,
    human: i64,
    machine: i64,
    unknown: i64,
    untracked: i64,
}

impl Figures<'_> {
    /// Every link of a campaign, in the order of the message; those that nobody followed count 0.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn links(&mut self, campaign: CampaignId) -> Result<Vec<LinkFigures>> {
        let rows = sqlx::query!(
            r#"select number, url, figures as "figures?: Json<LinkCounts>"
               from marketing_links as l
               left join marketing_link_totals as t on t.campaign_id = l.campaign_id and t.link = l.number
               where l.campaign_id = $1 order by number"#,
            campaign.0
        )
        .fetch_all(&mut *self.conn)
        .await?;
        let counted = |row: Option<Json<LinkCounts>>| row.map(|counts| counts.0).unwrap_or_default();
        rows.into_iter().map(|row| link(row.number, row.url, &counted(row.figures))).collect()
    }
}

fn link(number: i16, url: String, counts: &LinkCounts) -> Result<LinkFigures> {
    let LinkCounts { readers, human, machine, unknown, untracked } = *counts;
    let number = u16::try_from(number).map_err(|_| StoreError::Corrupt(format!("link {number}")))?;
    Ok(LinkFigures { number, url, readers, human, machine, unknown, untracked })
}
