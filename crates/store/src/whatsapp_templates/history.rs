//! What became of a template, and which campaigns use it.

use chrono::{DateTime, Utc};
use domain::{
    CampaignId, TemplateId,
    whatsapp::{TemplateStep, TemplateUse},
};

use super::{WhatsappTemplates, row::word};
use crate::Result;

impl WhatsappTemplates<'_> {
    /// All that ever became of a template, oldest first.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn history(&mut self, id: TemplateId) -> Result<Vec<TemplateStep>> {
        let rows = sqlx::query!(
            "select status, quality, category, reason, at from marketing_whatsapp_template_history
             where template_id = $1 order by at, id",
            id.0
        )
        .fetch_all(&mut *self.conn)
        .await?;
        let steps = rows.into_iter().map(|row| {
            Ok(TemplateStep {
                status: word(&row.status, "template status")?,
                quality: word(&row.quality, "template quality")?,
                category: word(&row.category, "template category")?,
                reason: row.reason,
                at: row.at,
            })
        });
        steps.collect()
    }

    /// The campaigns that use a template, those that changed last first; at most 100.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn uses(&mut self, id: TemplateId) -> Result<Vec<TemplateUse>> {
        let rows = sqlx::query!(
            r#"select marketing_id as id, marketing_name as name, marketing_state as state from prospecting_campaigns
               where marketing_template_id = $1 and marketing_channel is not null
               order by marketing_updated_at desc, marketing_id limit 100"#,
            id.0
        )
        .fetch_all(&mut *self.conn)
        .await?;
        let uses = rows.into_iter().map(|row| {
            Ok(TemplateUse {
                campaign: CampaignId(row.id),
                name: row.name,
                state: word(&row.state, "campaign state")?,
            })
        });
        uses.collect()
    }

    /// Whether a campaign that is on its way uses a template.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn is_on_its_way(&mut self, id: TemplateId) -> Result<bool> {
        let is_on_its_way = sqlx::query_scalar!(
            r#"select exists (select from prospecting_campaigns where marketing_template_id = $1
                   and marketing_state in ('scheduled', 'overdue', 'planning', 'sending', 'paused')) as "is!""#,
            id.0
        )
        .fetch_one(&mut *self.conn)
        .await?;
        Ok(is_on_its_way)
    }

    /// Notes where a template stands from now on.
    pub(super) async fn note(
        &mut self,
        id: TemplateId,
        reason: Option<&str>,
        at: DateTime<Utc>,
    ) -> Result<()> {
        sqlx::query!(
            "insert into marketing_whatsapp_template_history (template_id, status, quality, category, reason, at)
             select template_id, status, quality, category, $2, $3 from marketing_whatsapp_templates where template_id = $1",
            id.0,
            reason,
            at
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }
}
