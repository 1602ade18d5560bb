//! Another pace for a campaign that was launched.

use chrono::{DateTime, Utc};
use domain::{
    CampaignId,
    campaign::{Campaign, CampaignPace},
};
use sqlx::types::Json;

use super::Campaigns;
use crate::{
    Batches, Change, Result, Settings, StoreError,
    change::judge,
    paces::{self, Scope},
    signal::{channel, notify},
};

impl Campaigns<'_> {
    /// Replaces the pace of a campaign that was launched and has not ended. Who waits for the old one is looked at again.
    /// [`Change::NotEditable`] in any other state.
    ///
    /// # Errors
    /// [`StoreError::SuiteRefused`] by the suite's own rules.
    pub async fn set_pace(
        &mut self,
        id: CampaignId,
        expected_version: i64,
        pace: &CampaignPace,
        now: DateTime<Utc>,
    ) -> Result<Change<Campaign>> {
        // A claim by the old hours would have a batch sleep by them after all were woken.
        Settings { conn: &mut *self.conn }.lock_quiet_hours().await?;
        let found = self.lock(id).await?;
        let may = |row: &Campaign| row.state.may_change_pace();
        if let Err(refusal) = judge(found, |row| row.version == expected_version, may) {
            return Ok(refusal);
        }
        sqlx::query!(
            "update prospecting_campaigns set marketing_pace_per_minute = $2, marketing_pace_per_day = $3,
                 marketing_quiet_hours = $4, marketing_updated_at = $5
             where marketing_id = $1",
            id.0,
            pace.pace_per_minute.map(i64::from),
            pace.pace_per_day.map(i64::from),
            pace.quiet_hours.as_ref().map(Json) as _,
            now
        )
        .execute(&mut *self.conn)
        .await
        .map_err(StoreError::of_suite_write)?;
        Batches { conn: &mut *self.conn }.wake_the_quiet_of(id, now).await?;
        paces::look_again(self.conn, &Scope::Campaign(id)).await?;
        for heard in [channel::BATCHES, channel::PROGRESS] {
            notify(self.conn, heard, &id.to_string()).await?;
        }
        self.must_find(id).await.map(Change::Done)
    }
}
