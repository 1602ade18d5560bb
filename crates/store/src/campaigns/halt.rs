//! Campaigns that stop for what carries them.

use chrono::{DateTime, Utc};
use domain::{CampaignId, TemplateId, campaign::CampaignAct, provider::AccountId};

use super::Campaigns;
use crate::{Change, Result};

impl Campaigns<'_> {
    /// Pauses what is sending a template of WhatsApp; a person lets it go on. Tells which.
    pub(crate) async fn stop_those_with(
        &mut self,
        template: TemplateId,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<Vec<CampaignId>> {
        let sending = sqlx::query_scalar!(
            "select marketing_id from prospecting_campaigns
             where marketing_template_id = $1 and marketing_state = 'sending' order by marketing_id",
            template.0
        )
        .fetch_all(&mut *self.conn)
        .await?;
        self.stop(sending.into_iter().map(CampaignId), reason, now).await
    }

    /// Pauses what leaves by an account of WhatsApp, which is the account of its template; a person lets it go on. Tells which.
    pub(crate) async fn stop_those_by(
        &mut self,
        account: &AccountId,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<Vec<CampaignId>> {
        let sending = sqlx::query_scalar!(
            "select marketing_id from prospecting_campaigns
             join marketing_whatsapp_templates as w on w.template_id = marketing_template_id
             where w.account = $1 and marketing_state = 'sending' order by marketing_id",
            account.0
        )
        .fetch_all(&mut *self.conn)
        .await?;
        self.stop(sending.into_iter().map(CampaignId), reason, now).await
    }

    async fn stop(
        &mut self,
        campaigns: impl Iterator<Item = CampaignId>,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<Vec<CampaignId>> {
        let mut stopped = Vec::new();
        for campaign in campaigns {
            if let Change::Done(_) = self.act(campaign, CampaignAct::Pause, Some(reason), now).await? {
                stopped.push(campaign);
            }
        }
        Ok(stopped)
    }
}
