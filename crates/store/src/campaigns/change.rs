//! Changes of a campaign that is there: each under the version that its caller saw.

use chrono::{DateTime, Utc};
use domain::{
    CampaignId,
    campaign::{Campaign, CampaignEdit},
};

use sqlx::types::Json;

use super::{Campaigns, tags};
use crate::{
    Change, Result, StoreError,
    change::{judge, line},
};

impl Campaigns<'_> {
    /// Replaces what a draft holds; its e-mail part follows in what they share.
    ///
    /// # Errors
    /// [`StoreError::SuiteRefused`] by the suite's own rules, [`StoreError::TemplateMissing`].
    pub async fn edit(
        &mut self,
        id: CampaignId,
        expected_version: i64,
        content: &CampaignEdit,
        now: DateTime<Utc>,
    ) -> Result<Change<Campaign>> {
        let main = self.hold_main_of(id).await?;
        let found = self.lock(id).await?;
        if let Err(refusal) = judge(found, |row| row.version == expected_version, Campaign::is_editable) {
            return Ok(refusal);
        }
        self.write(id, content, now).await?;
        match main {
            Some(main) => self.touch(main, now).await?,
            None => self.lead_part(id, now).await?,
        }
        self.must_find(id).await.map(Change::Done)
    }

    async fn write(&mut self, id: CampaignId, content: &CampaignEdit, now: DateTime<Utc>) -> Result<()> {
        sqlx::query!(
            r#"update prospecting_campaigns
               set marketing_name = $2, marketing_subject = $3, marketing_preheader = $4, marketing_template_id = $5,
                   marketing_tags = $6, marketing_updated_at = $7, marketing_audience = $8, marketing_html = $9,
                   marketing_text = $10, marketing_sender_email = $11, marketing_sender_name = $12,
                   marketing_reply_to = $13, marketing_account = $14, marketing_schedule_wall = $15,
                   marketing_schedule_zone = $16, marketing_pace_per_minute = $17,
                   marketing_quiet_hours = $18, marketing_doubt_policy = $19, marketing_whatsapp = $20,
                   marketing_pace_per_day = $21, marketing_canary = $22
               where marketing_id = $1"#,
            id.0,
            content.name.trim(),
            line(content.subject.as_deref()),
            line(content.preheader.as_deref()),
            content.template_id.map(|id| id.0),
            &tags(content),
            now,
            content.audience.as_ref().map(Json) as _,
            content.html,
            content.text,
            content.sender.as_ref().map(|sender| sender.email.trim()),
            content.sender.as_ref().map(|sender| sender.name.trim()),
            line(content.reply_to.as_deref()),
            content.account.as_ref().map(|account| account.0.as_str()),
            content.schedule.as_ref().map(|schedule| schedule.wall),
            content.schedule.as_ref().map(|schedule| schedule.zone.as_str()),
            content.pace_per_minute.map(i64::from),
            content.quiet_hours.as_ref().map(Json) as _,
            content.doubt.as_str(),
            content.whatsapp.as_ref().map(Json) as _,
            content.pace_per_day.map(i64::from),
            content.canary.map(Json) as _
        )
        .execute(&mut *self.conn)
        .await
        .map_err(StoreError::of_suite_write)?;
        Ok(())
    }

    /// Puts a campaign away, with its e-mail part; one that is away already stays as it is. [`Change::NotEditable`] while it is under way.
    ///
    /// # Errors
    /// [`StoreError::SuiteRefused`] by the suite's own rules.
    pub async fn archive(
        &mut self,
        id: CampaignId,
        expected_version: i64,
        now: DateTime<Utc>,
    ) -> Result<Change<Campaign>> {
        self.set_archived(id, expected_version, true, now).await
    }

    /// Takes a campaign back out.
    ///
    /// # Errors
    /// [`StoreError::SuiteRefused`] by the suite's own rules.
    pub async fn unarchive(
        &mut self,
        id: CampaignId,
        expected_version: i64,
        now: DateTime<Utc>,
    ) -> Result<Change<Campaign>> {
        self.set_archived(id, expected_version, false, now).await
    }

    async fn set_archived(
        &mut self,
        id: CampaignId,
        expected_version: i64,
        archived: bool,
        now: DateTime<Utc>,
    ) -> Result<Change<Campaign>> {
        let found = self.lock(id).await?;
        let may = |row: &Campaign| !archived || !row.state.is_under_way();
        match judge(found, |row| row.version == expected_version, may) {
            Err(refusal) => return Ok(refusal),
            Ok(row) if row.archived == archived => return Ok(Change::Done(row)),
            Ok(_) => {}
        }
        sqlx::query!(
            "update prospecting_campaigns set marketing_archived_at = $2, marketing_updated_at = $3
             where marketing_id = $1 or marketing_part_of = $1",
            id.0,
            archived.then_some(now),
            now
        )
        .execute(&mut *self.conn)
        .await
        .map_err(StoreError::of_suite_write)?;
        self.must_find(id).await.map(Change::Done)
    }

    /// Holds the row, so that what is judged is what is changed.
    pub(crate) async fn lock(&mut self, id: CampaignId) -> Result<Option<Campaign>> {
        sqlx::query_scalar!(
            "select marketing_id from prospecting_campaigns where marketing_id = $1 for update",
            id.0
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        self.find(id).await
    }
}
