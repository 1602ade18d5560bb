//! Changes of a template that is there: each under the version that its caller saw.

use chrono::{DateTime, Utc};
use domain::{
    TemplateId,
    whatsapp::{TemplateContent, WhatsappTemplate},
};
use sqlx::types::Json;

use super::WhatsappTemplates;
use crate::{Change, Result, StoreError, change::judge};

impl WhatsappTemplates<'_> {
    /// Replaces what a template says; one that was refused or paused is a draft again.
    ///
    /// # Errors
    /// [`StoreError::TemplateNameTaken`], [`StoreError::SuiteRefused`] by the suite's own rules.
    pub async fn edit(
        &mut self,
        id: TemplateId,
        expected_version: i64,
        content: &TemplateContent,
        now: DateTime<Utc>,
    ) -> Result<Change<WhatsappTemplate>> {
        let found = self.lock(id).await?;
        if let Err(refusal) =
            judge(found, |row| row.version == expected_version, WhatsappTemplate::is_editable)
        {
            return Ok(refusal);
        }
        self.write(id, content).await?;
        let drafted = sqlx::query_scalar!(
            "update marketing_whatsapp_templates set status = 'draft', told = null where template_id = $1 and status <> 'draft'
             returning template_id",
            id.0
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        if drafted.is_some() {
            self.note(id, None, now).await?;
        }
        self.touch(id, content, now).await?;
        self.must_find(id).await.map(Change::Done)
    }

    pub(super) async fn write(&mut self, id: TemplateId, content: &TemplateContent) -> Result<()> {
        sqlx::query!(
            "update marketing_whatsapp_templates set name = $2, language = $3, category = $4, content = $5
             where template_id = $1",
            id.0,
            content.name,
            content.language,
            content.category.as_str(),
            Json(content) as _
        )
        .execute(&mut *self.conn)
        .await
        .map_err(StoreError::of_template_write)?;
        Ok(())
    }

    /// Brings the suite's row along; its version goes up.
    pub(super) async fn touch(
        &mut self,
        id: TemplateId,
        content: &TemplateContent,
        now: DateTime<Utc>,
    ) -> Result<()> {
        sqlx::query!(
            "update prospecting_templates
             set marketing_name = $2, marketing_text = $3, marketing_updated_at = greatest(marketing_updated_at, $4)
             where marketing_id = $1",
            id.0,
            content.name,
            content.body,
            now
        )
        .execute(&mut *self.conn)
        .await
        .map_err(StoreError::of_suite_write)?;
        Ok(())
    }
}
