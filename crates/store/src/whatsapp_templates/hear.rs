//! What a provider tells of a template: by a webhook, by a walk through all of them, or in answer to us.

use chrono::{DateTime, Utc};
use domain::{
    CampaignId, TemplateId,
    provider::AccountId,
    whatsapp::{Rejection, TemplateContent, TemplateNews, TemplateRef, TemplateStanding, TemplateStatus},
};
use sqlx::types::{Json, Uuid};

use super::{
    WhatsappTemplates,
    make::Fresh,
    row::{optional, word},
};
use crate::{Result, campaigns::Campaigns};

/// What came of a piece of news.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// The template.
    pub template: TemplateId,
    /// The campaigns that stopped.
    pub stopped: Vec<CampaignId>,
}

impl WhatsappTemplates<'_> {
    /// Keeps what is told of a template; none where nobody knows it.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn hear(
        &mut self,
        account: &AccountId,
        news: &TemplateNews,
        now: DateTime<Utc>,
    ) -> Result<Option<Heard>> {
        let Some(id) = self.known(account, &news.template).await? else { return Ok(None) };
        self.apply(id, news, now).await.map(Some)
    }

    /// Keeps what is told of a template and what it says; one that nobody knows is taken in under `fresh`, and one that was taken in
    /// before says what it says there.
    ///
    /// # Errors
    /// [`crate::StoreError::SuiteRefused`] by the suite's own rules.
    pub async fn meet(
        &mut self,
        account: &AccountId,
        news: &TemplateNews,
        content: &TemplateContent,
        fresh: Uuid,
        now: DateTime<Utc>,
    ) -> Result<Heard> {
        let id = match self.known(account, &news.template).await? {
            Some(id) => {
                self.follow(id, content, now).await?;
                id
            }
            None => {
                let id = self.insert(Fresh { id: fresh, account, content, owner: None, now }).await?;
                self.take_in(id).await?;
                id
            }
        };
        self.apply(id, news, now).await
    }

    /// Which template is meant: by the provider's id, else by name and language where that id is nobody's.
    async fn known(&mut self, account: &AccountId, template: &TemplateRef) -> Result<Option<TemplateId>> {
        let id = sqlx::query_scalar!(
            "select template_id from marketing_whatsapp_templates
             where account = $1 and (provider_id = $2
                or (name = $3 and language = $4 and status <> 'deleted' and (provider_id is null or $2::text is null)))
             order by (provider_id is not distinct from $2) desc limit 1",
            account.0,
            template.provider_id,
            template.name,
            template.language
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        Ok(id.map(TemplateId))
    }

    /// One that was not written here stands nowhere yet; it is no draft of ours.
    async fn take_in(&mut self, id: TemplateId) -> Result<()> {
        sqlx::query!("update marketing_whatsapp_templates set status = 'other' where template_id = $1", id.0)
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// One that nobody wrote here is changed where it was written.
    async fn follow(&mut self, id: TemplateId, content: &TemplateContent, now: DateTime<Utc>) -> Result<()> {
        let is_changed = sqlx::query_scalar!(
            r#"select exists (select from marketing_whatsapp_templates w
                   join prospecting_templates p on p.marketing_id = w.template_id
                   where w.template_id = $1 and p.marketing_owner_id is null and w.status not in ('draft', 'deleted')
                     and w.content is distinct from $2) as "is!""#,
            id.0,
            Json(content) as _
        )
        .fetch_one(&mut *self.conn)
        .await?;
        if is_changed {
            self.write(id, content).await?;
            self.touch(id, content, now).await?;
        }
        Ok(())
    }

    /// Changes what is known by the news, with what follows from it.
    pub(super) async fn apply(
        &mut self,
        id: TemplateId,
        news: &TemplateNews,
        now: DateTime<Utc>,
    ) -> Result<Heard> {
        let before = self.standing(id).await?;
        let after = before.clone().after(news);
        self.keep(id, &after, news.template.provider_id.as_deref(), now).await?;
        let mut heard = Heard { template: id, stopped: Vec::new() };
        if after.shows_more_than(&before) {
            let template = self.must_find(id).await?;
            self.note(id, after.rejection.as_ref().map(|rejection| rejection.reason.as_str()), news.at)
                .await?;
            self.touch(id, &template.content, now).await?;
        }
        if let Some(reason) = after.stops_campaigns(&before) {
            heard.stopped = Campaigns { conn: self.conn }.stop_those_with(id, reason, now).await?;
        }
        Ok(heard)
    }

    async fn standing(&mut self, id: TemplateId) -> Result<TemplateStanding> {
        let row = sqlx::query!(
            r#"select status, status_at, told, rejection as "rejection: Json<Rejection>", quality, quality_at, category,
                      category_at, next_category, next_category_at, was_category
               from marketing_whatsapp_templates where template_id = $1 for update"#,
            id.0
        )
        .fetch_one(&mut *self.conn)
        .await?;
        Ok(TemplateStanding {
            status: word(&row.status, "template status")?,
            status_at: row.status_at,
            told: row.told,
            rejection: row.rejection.map(|rejection| rejection.0),
            quality: word(&row.quality, "template quality")?,
            quality_at: row.quality_at,
            category: word(&row.category, "template category")?,
            category_at: row.category_at,
            next_category: optional(row.next_category.as_deref())?,
            next_category_at: row.next_category_at,
            was_category: optional(row.was_category.as_deref())?,
        })
    }

    async fn keep(
        &mut self,
        id: TemplateId,
        standing: &TemplateStanding,
        provider_id: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        sqlx::query!(
            "update marketing_whatsapp_templates
             set status = $2, status_at = $3, told = $4, rejection = $5, quality = $6, quality_at = $7, category = $8,
                 category_at = $9, next_category = $10, next_category_at = $11, was_category = $14,
                 content = jsonb_set(content, '{category}', to_jsonb($8::text)),
                 provider_id = coalesce(provider_id, $12), synced_at = $13
             where template_id = $1",
            id.0,
            standing.status.as_str(),
            standing.status_at,
            standing.told,
            standing.rejection.as_ref().map(Json) as _,
            standing.quality.as_str(),
            standing.quality_at,
            standing.category.as_str(),
            standing.category_at,
            standing.next_category.map(|category| category.as_str()),
            standing.next_category_at,
            provider_id,
            now,
            standing.was_category.map(|category| category.as_str())
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Templates that a whole walk, begun at `begun`, did not meet: the provider has them no more.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn miss(
        &mut self,
        account: &AccountId,
        begun: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Heard>> {
        let missing = sqlx::query_scalar!(
            "select template_id from marketing_whatsapp_templates
             where account = $1 and provider_id is not null and status not in ('draft', 'deleted')
               and synced_at < $2 and coalesce(submitted_at, synced_at) < $2::timestamptz - interval '1 hour'
             order by template_id",
            account.0,
            begun
        )
        .fetch_all(&mut *self.conn)
        .await?;
        let mut heard = Vec::new();
        for id in missing.into_iter().map(TemplateId) {
            heard.push(self.apply(id, &gone(begun), now).await?);
        }
        Ok(heard)
    }

    /// Takes back what was to be handed in more than an hour before `begun` and never came to its provider: whoever tried is dead.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn take_back_lost(
        &mut self,
        account: &AccountId,
        begun: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let lost = sqlx::query_scalar!(
            "select template_id from marketing_whatsapp_templates
             where account = $1 and provider_id is null and status = 'pending' and submitted_at < $2::timestamptz - interval '1 hour'
             order by template_id",
            account.0,
            begun
        )
        .fetch_all(&mut *self.conn)
        .await?;
        for id in lost.into_iter().map(TemplateId) {
            self.take_back(id, now).await?;
        }
        Ok(())
    }
}

fn gone(at: DateTime<Utc>) -> TemplateNews {
    TemplateNews {
        template: TemplateRef { provider_id: None, name: None, language: None },
        status: Some(TemplateStatus::Deleted),
        told: None,
        quality: None,
        category: None,
        next_category: None,
        reason: None,
        detail: None,
        recommendation: None,
        at,
    }
}
