//! A template on its way to its provider, and away from it. What comes of it is heard like any other news.

use chrono::{DateTime, Utc};
use domain::{
    TemplateId,
    whatsapp::{Rejection, TemplateCategory, TemplateNews, TemplateRef, TemplateStatus, WhatsappTemplate},
};
use sqlx::types::Json;

use super::WhatsappTemplates;
use crate::{Change, Result, change::judge};

/// What a provider answered to a template that was handed in.
#[derive(Debug, Clone, Copy)]
pub struct Taken<'a> {
    /// The provider's id of it.
    pub provider_id: &'a str,
    /// Where it stands.
    pub status: TemplateStatus,
    /// The provider's own word for it.
    pub told: &'a str,
    /// The category that the provider gave it.
    pub category: TemplateCategory,
}

impl WhatsappTemplates<'_> {
    /// Notes that a template is to be handed in: nobody writes to it any more until there is an answer.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn submit(
        &mut self,
        id: TemplateId,
        expected_version: i64,
        now: DateTime<Utc>,
    ) -> Result<Change<WhatsappTemplate>> {
        let found = self.lock(id).await?;
        let found = judge(found, |row| row.version == expected_version, WhatsappTemplate::is_editable);
        if let Err(refusal) = found {
            return Ok(refusal);
        }
        // Providers tell whole seconds: an answer of the same second is none of before.
        sqlx::query!(
            "update marketing_whatsapp_templates
             set status = 'pending', status_at = date_trunc('second', $2::timestamptz), submitted_at = $2, told = null,
                 rejection = null
             where template_id = $1",
            id.0,
            now
        )
        .execute(&mut *self.conn)
        .await?;
        self.stepped(id, None, now).await.map(Change::Done)
    }

    /// Notes that the provider took it.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn taken(&mut self, id: TemplateId, taken: Taken<'_>, now: DateTime<Utc>) -> Result<()> {
        let asked = sqlx::query!(
            r#"update marketing_whatsapp_templates set provider_id = $2, synced_at = $3 where template_id = $1
               returning status_at, account"#,
            id.0,
            taken.provider_id,
            now
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        let Some(asked) = asked else { return Ok(()) };
        let news = TemplateNews {
            template: TemplateRef {
                provider_id: Some(taken.provider_id.to_owned()),
                name: None,
                language: None,
            },
            status: Some(taken.status),
            told: Some(taken.told.to_owned()),
            quality: None,
            category: Some(taken.category),
            next_category: None,
            reason: None,
            detail: None,
            recommendation: None,
            // What was told by a webhook meanwhile is later than the answer.
            at: asked.status_at.unwrap_or(now),
        };
        self.apply(id, &news, now).await.map(drop)
    }

    /// Notes that the provider does not want it as it is.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn refused(&mut self, id: TemplateId, why: &Rejection, now: DateTime<Utc>) -> Result<()> {
        let refused = sqlx::query!(
            "update marketing_whatsapp_templates set status = 'rejected', status_at = $2, rejection = $3
             where template_id = $1 and status = 'pending'",
            id.0,
            now,
            Json(why) as _
        )
        .execute(&mut *self.conn)
        .await?;
        if refused.rows_affected() > 0 {
            self.stepped(id, Some(&why.reason), now).await?;
        }
        Ok(())
    }

    /// Takes a template back that never came to its provider: it can be handed in again.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn take_back(&mut self, id: TemplateId, now: DateTime<Utc>) -> Result<()> {
        let back = sqlx::query!(
            "update marketing_whatsapp_templates set status = 'draft', told = null where template_id = $1 and status = 'pending'",
            id.0
        )
        .execute(&mut *self.conn)
        .await?;
        if back.rows_affected() > 0 {
            self.stepped(id, None, now).await?;
        }
        Ok(())
    }

    /// Deletes a template: at once where no provider knows it, else once the provider has.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn delete(
        &mut self,
        id: TemplateId,
        expected_version: i64,
        now: DateTime<Utc>,
    ) -> Result<Change<WhatsappTemplate>> {
        let found = self.lock(id).await?;
        // One that is being handed in has no id yet, and would stay behind.
        let may = |row: &WhatsappTemplate| {
            !row.status.is_gone() && (row.is_named() || row.status != TemplateStatus::Pending)
        };
        match judge(found, |row| row.version == expected_version, may) {
            Err(refusal) => Ok(refusal),
            Ok(row) if row.is_named() => {
                self.leave(id, TemplateStatus::PendingDeletion, now).await.map(Change::Done)
            }
            Ok(_) => self.leave(id, TemplateStatus::Deleted, now).await.map(Change::Done),
        }
    }

    /// Notes that the provider has deleted it.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn deleted(&mut self, id: TemplateId, now: DateTime<Utc>) -> Result<()> {
        self.leave(id, TemplateStatus::Deleted, now).await.map(drop)
    }

    async fn leave(
        &mut self,
        id: TemplateId,
        status: TemplateStatus,
        now: DateTime<Utc>,
    ) -> Result<WhatsappTemplate> {
        sqlx::query!(
            "update marketing_whatsapp_templates set status = $2, status_at = $3 where template_id = $1",
            id.0,
            status.as_str(),
            now
        )
        .execute(&mut *self.conn)
        .await?;
        self.stepped(id, None, now).await
    }

    /// Notes the step, and that the row is another one than before.
    async fn stepped(
        &mut self,
        id: TemplateId,
        reason: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<WhatsappTemplate> {
        let template = self.must_find(id).await?;
        self.note(id, reason, now).await?;
        self.touch(id, &template.content, now).await?;
        self.must_find(id).await
    }
}
