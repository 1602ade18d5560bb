//! A template that was not there.

use chrono::{DateTime, Utc};
use domain::{
    TemplateId,
    campaign::Owner,
    provider::AccountId,
    whatsapp::{TemplateContent, WhatsappTemplate},
};
use sqlx::types::{Json, Uuid};

use super::WhatsappTemplates;
use crate::{Authorship, Result, StoreError};

/// A template to be made.
#[derive(Debug, Clone, Copy)]
pub struct NewWhatsappTemplate<'a> {
    /// The account that it is for, for good.
    pub account: &'a AccountId,
    /// What it says.
    pub content: &'a TemplateContent,
    /// Who makes it, when, under which id.
    pub by: &'a Authorship,
}

/// The same, where nobody may have made it.
pub(super) struct Fresh<'a> {
    pub(super) id: Uuid,
    pub(super) account: &'a AccountId,
    pub(super) content: &'a TemplateContent,
    pub(super) owner: Option<&'a Owner>,
    pub(super) now: DateTime<Utc>,
}

impl WhatsappTemplates<'_> {
    /// Makes a draft.
    ///
    /// # Errors
    /// [`StoreError::TemplateNameTaken`], [`StoreError::SuiteRefused`] by the suite's own rules.
    pub async fn create(&mut self, new: NewWhatsappTemplate<'_>) -> Result<WhatsappTemplate> {
        let NewWhatsappTemplate { account, content, by } = new;
        let fresh = Fresh { id: by.id, account, content, owner: Some(&by.owner), now: by.now };
        let id = self.insert(fresh).await?;
        self.note(id, None, by.now).await?;
        self.must_find(id).await
    }

    pub(super) async fn insert(&mut self, fresh: Fresh<'_>) -> Result<TemplateId> {
        let Fresh { id, account, content, owner, now } = fresh;
        sqlx::query!(
            "insert into marketing_whatsapp_templates (template_id, account, name, language, category, content)
             values ($1, $2, $3, $4, $5, $6)",
            id,
            account.0,
            content.name,
            content.language,
            content.category.as_str(),
            Json(content) as _
        )
        .execute(&mut *self.conn)
        .await
        .map_err(StoreError::of_template_write)?;
        let made = sqlx::query_scalar!(
            r#"insert into prospecting_templates
                   (marketing_id, marketing_name, marketing_channel, marketing_text, marketing_owner_id,
                    marketing_owner_name, marketing_origin, marketing_created_at, marketing_updated_at)
               values ($1, $2, 'whatsapp', $3, $4, $5, 'marketing', $6, $6)
               returning marketing_id"#,
            id,
            content.name,
            content.body,
            owner.map(|owner| owner.id.as_str()),
            owner.map(|owner| owner.name.as_str()),
            now
        )
        .fetch_optional(&mut *self.conn)
        .await
        .map_err(StoreError::of_suite_write)?;
        made.map(TemplateId).ok_or_else(|| StoreError::swallowed("prospecting_templates"))
    }
}
