//! A campaign by WhatsApp and its e-mail part: two rows that are made, changed and ordered about together.
//!
//! The main campaign is always locked before its part.

use chrono::{DateTime, Utc};
use domain::{
    CampaignId, Channel,
    campaign::{Campaign, CampaignAct, CampaignEdit},
};

use sqlx::PgConnection;

use super::{Campaigns, Launch, NewCampaign};
use crate::{Authorship, Change, Result, StoreError, change::judge};

/// A campaign and, where it has one, its e-mail part.
pub(crate) async fn with_part(conn: &mut PgConnection, main: CampaignId) -> Result<Vec<CampaignId>> {
    let part = sqlx::query_scalar!(
        "select marketing_id from prospecting_campaigns where marketing_part_of = $1",
        main.0
    );
    let part = part.fetch_optional(conn).await?;
    Ok(std::iter::once(main).chain(part.map(CampaignId)).collect())
}

impl Campaigns<'_> {
    /// Gives a draft by WhatsApp its e-mail part, and tells the part; the one that is there already stays as it is.
    /// [`Change::NotEditable`], with the main campaign, where that is no draft.
    ///
    /// # Errors
    /// [`StoreError::SuiteRefused`] by the suite's own rules.
    pub async fn add_email_part(&mut self, main: CampaignId, by: &Authorship) -> Result<Change<Campaign>> {
        let Some(found) = self.lock(main).await? else { return Ok(Change::Missing) };
        if let Some(part) = found.email_part {
            return self.must_find(part).await.map(Change::Done);
        }
        if !found.is_editable() || found.channel != Channel::Whatsapp {
            return Ok(Change::NotEditable(found));
        }
        self.create_part(main, &CampaignEdit::of_part(&found), by).await.map(Change::Done)
    }

    /// Takes the e-mail part of a draft away for good, and tells the main campaign; one without a part stays as it is.
    ///
    /// # Errors
    /// [`StoreError::SuiteRefused`] by the suite's own rules.
    pub async fn remove_email_part(
        &mut self,
        main: CampaignId,
        expected_version: i64,
        now: DateTime<Utc>,
    ) -> Result<Change<Campaign>> {
        let found = self.lock(main).await?;
        match judge(found, |row| row.version == expected_version, Campaign::is_editable) {
            Err(refusal) => return Ok(refusal),
            Ok(row) if row.email_part.is_none() => return Ok(Change::Done(row)),
            Ok(_) => {}
        }
        sqlx::query!("delete from prospecting_campaigns where marketing_part_of = $1", main.0)
            .execute(&mut *self.conn)
            .await
            .map_err(StoreError::of_suite_write)?;
        self.touch(main, now).await?;
        self.must_find(main).await.map(Change::Done)
    }

    pub(super) async fn create_part(
        &mut self,
        main: CampaignId,
        content: &CampaignEdit,
        by: &Authorship,
    ) -> Result<Campaign> {
        let part = self.create(NewCampaign { channel: Channel::Email, content, by }).await?;
        sqlx::query!(
            "update prospecting_campaigns set marketing_part_of = $2 where marketing_id = $1",
            part.id.0,
            main.0
        )
        .execute(&mut *self.conn)
        .await
        .map_err(StoreError::of_suite_write)?;
        self.touch(main, by.now).await?;
        self.must_find(part.id).await
    }

    /// Does something to a campaign and to its e-mail part, to whichever of the two can still have it done; tells the main campaign.
    /// [`Change::NotEditable`], with it, where neither can.
    ///
    /// # Errors
    /// [`StoreError::SuiteRefused`] by the suite's own rules.
    pub async fn act_on_both(
        &mut self,
        main: CampaignId,
        act: CampaignAct,
        reason: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<Change<Campaign>> {
        let change = self.act(main, act, reason, now).await?;
        let (Change::Done(found) | Change::NotEditable(found)) = &change else { return Ok(change) };
        let Some(part) = found.email_part else { return Ok(change) };
        match self.act(part, act, reason, now).await? {
            Change::Done(_) => self.must_find(main).await.map(Change::Done),
            _ => Ok(change),
        }
    }

    /// Launches the e-mail part of a campaign that was just launched: they stand alike, or neither leaves.
    pub(super) async fn launch_part(&mut self, part: CampaignId, launch: Launch<'_>) -> Result<()> {
        let launched = self.launch_one(part, Launch { expected_version: None, ..launch }).await?;
        match launched {
            Change::Done(_) => Ok(()),
            _ => Err(StoreError::Corrupt(format!(
                "the e-mail part {part} does not stand as its main campaign"
            ))),
        }
    }

    /// Keeps the main campaign of a part from being changed meanwhile.
    pub(crate) async fn hold_main_of(&mut self, part: CampaignId) -> Result<Option<CampaignId>> {
        let main = sqlx::query_scalar!(
            "select marketing_id from prospecting_campaigns
             where marketing_id = (select marketing_part_of from prospecting_campaigns where marketing_id = $1) for update",
            part.0
        );
        Ok(main.fetch_optional(&mut *self.conn).await?.map(CampaignId))
    }

    /// What the two share follows the main campaign. A part that need not change keeps its version.
    pub(super) async fn lead_part(&mut self, main: CampaignId, now: DateTime<Utc>) -> Result<()> {
        sqlx::query!(
            "update prospecting_campaigns p
             set marketing_name = m.marketing_name, marketing_tags = m.marketing_tags,
                 marketing_audience = m.marketing_audience, marketing_schedule_wall = m.marketing_schedule_wall,
                 marketing_schedule_zone = m.marketing_schedule_zone, marketing_updated_at = $2
             from prospecting_campaigns m
             where m.marketing_id = $1 and p.marketing_part_of = m.marketing_id
               and (p.marketing_name, p.marketing_tags, p.marketing_audience, p.marketing_schedule_wall,
                    p.marketing_schedule_zone)
                   is distinct from (m.marketing_name, m.marketing_tags, m.marketing_audience,
                                     m.marketing_schedule_wall, m.marketing_schedule_zone)",
            main.0,
            now
        )
        .execute(&mut *self.conn)
        .await
        .map_err(StoreError::of_suite_write)?;
        Ok(())
    }

    /// Raises the version: whoever reviewed the campaign before has not seen what its part says now.
    pub(super) async fn touch(&mut self, id: CampaignId, now: DateTime<Utc>) -> Result<()> {
        sqlx::query!(
            "update prospecting_campaigns set marketing_updated_at = $2 where marketing_id = $1",
            id.0,
            now
        )
        .execute(&mut *self.conn)
        .await
        .map_err(StoreError::of_suite_write)?;
        Ok(())
    }
}
