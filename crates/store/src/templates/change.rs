//! Changes of a template that is there: each under the version that its caller saw. Campaigns keep what they took
//! from a template, so one that is in use may change, and may be put away.

use chrono::{DateTime, Utc};
use domain::{
    TemplateId,
    template::{Template, TemplateEdit},
};

use super::Templates;
use crate::{
    Change, Result, StoreError,
    change::{judge, line},
};

impl Templates<'_> {
    /// Replaces what a template holds.
    ///
    /// # Errors
    /// [`StoreError::SuiteRefused`] by the suite's own rules.
    pub async fn edit(
        &mut self,
        id: TemplateId,
        expected_version: i64,
        content: &TemplateEdit,
        now: DateTime<Utc>,
    ) -> Result<Change<Template>> {
        let found = self.lock(id).await?;
        // What providers of WhatsApp know of a template is changed with it: `WhatsappTemplates::edit`.
        let is_elsewhere = self.is_handed_in(id).await?;
        let may = |row: &Template| row.is_editable() && !is_elsewhere;
        if let Err(refusal) = judge(found, |row| row.version == expected_version, may) {
            return Ok(refusal);
        }
        sqlx::query!(
            r#"update prospecting_templates
               set marketing_name = $2, marketing_subject = $3, marketing_html = $4, marketing_text = $5,
                   marketing_updated_at = $6
               where marketing_id = $1"#,
            id.0,
            content.name.trim(),
            line(content.subject.as_deref()),
            content.html.as_deref(),
            content.text.as_deref(),
            now
        )
        .execute(&mut *self.conn)
        .await
        .map_err(StoreError::of_suite_write)?;
        self.must_find(id).await.map(Change::Done)
    }

    /// Puts a template away; one that is away already stays as it is.
    ///
    /// # Errors
    /// [`StoreError::SuiteRefused`] by the suite's own rules.
    pub async fn archive(
        &mut self,
        id: TemplateId,
        expected_version: i64,
        now: DateTime<Utc>,
    ) -> Result<Change<Template>> {
        self.set_archived(id, expected_version, true, now).await
    }

    /// Takes a template back out.
    ///
    /// # Errors
    /// [`StoreError::SuiteRefused`] by the suite's own rules.
    pub async fn unarchive(
        &mut self,
        id: TemplateId,
        expected_version: i64,
        now: DateTime<Utc>,
    ) -> Result<Change<Template>> {
        self.set_archived(id, expected_version, false, now).await
    }

    async fn set_archived(
        &mut self,
        id: TemplateId,
        expected_version: i64,
        archived: bool,
        now: DateTime<Utc>,
    ) -> Result<Change<Template>> {
        let found = self.lock(id).await?;
        match judge(found, |row| row.version == expected_version, |_| true) {
            Err(refusal) => return Ok(refusal),
            Ok(row) if row.archived == archived => return Ok(Change::Done(row)),
            Ok(_) => {}
        }
        sqlx::query!(
            "update prospecting_templates set marketing_archived_at = $2, marketing_updated_at = $3 where marketing_id = $1",
            id.0,
            archived.then_some(now),
            now
        )
        .execute(&mut *self.conn)
        .await
        .map_err(StoreError::of_suite_write)?;
        self.must_find(id).await.map(Change::Done)
    }

    async fn is_handed_in(&mut self, id: TemplateId) -> Result<bool> {
        let is = sqlx::query_scalar!(
            r#"select exists (select from marketing_whatsapp_templates where template_id = $1) as "is!""#,
            id.0
        )
        .fetch_one(&mut *self.conn)
        .await?;
        Ok(is)
    }

    /// Holds the row, so that what is judged is what is changed.
    async fn lock(&mut self, id: TemplateId) -> Result<Option<Template>> {
        sqlx::query_scalar!(
            "select marketing_id from prospecting_templates where marketing_id = $1 for update",
            id.0
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        self.find(id).await
    }
}
