//! Campaigns that nobody can carry any more.

use domain::{
    CampaignId, Channel,
    campaign::{CampaignAct, CampaignState},
};

use chrono::{DateTime, Utc};

use super::Campaigns;
use crate::Result;

impl Campaigns<'_> {
    /// The campaigns by WhatsApp that are sending, of which somebody is left to write to, and whose account waits for a person. By
    /// e-mail another account may stand in; nobody stands in for a number that people have agreed to hear from.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn stranded(&mut self) -> Result<Vec<CampaignId>> {
        let ids = sqlx::query_scalar!(
            r#"select c.marketing_id as "id!" from prospecting_campaigns c
               where c.marketing_state = $1 and c.marketing_channel = $2
                 and exists (select from marketing_accounts_state a
                             where a.paused_code is not null and a.paused_until is null
                               and a.account = (select account from marketing_batches b
                                                where b.campaign_id = c.marketing_id order by no limit 1))
                 and (exists (select from marketing_batches b
                              where b.campaign_id = c.marketing_id and b.state in ('reserved', 'ready', 'claimed'))
                      or exists (select from marketing_delivery_state s
                                 where s.campaign_id = c.marketing_id and s.next_at is not null))"#,
            CampaignState::Sending.as_str(),
            Channel::Whatsapp.as_str()
        )
        .fetch_all(&mut *self.conn)
        .await?;
        Ok(ids.into_iter().map(CampaignId).collect())
    }

    /// Pauses a campaign whose account waits for a person, for the account's reason, and tells it; none where the account has been let
    /// go on meanwhile, or the campaign is not sending any more.
    ///
    /// # Errors
    /// [`crate::StoreError::SuiteRefused`] by the suite's own rules.
    pub async fn pause_stranded(&mut self, id: CampaignId, now: DateTime<Utc>) -> Result<Option<String>> {
        let sending = self.lock(id).await?.filter(|found| found.state == CampaignState::Sending);
        let Some(reason) = self.stopped_account(id).await?.filter(|_| sending.is_some()) else {
            return Ok(None);
        };
        self.act(id, CampaignAct::Pause, Some(&reason), now).await?;
        Ok(Some(reason))
    }

    /// Why the account that carries a campaign waits for a person; none where it does not.
    async fn stopped_account(&mut self, id: CampaignId) -> Result<Option<String>> {
        let code = sqlx::query_scalar!(
            r#"select paused_code as "code!" from marketing_accounts_state
               where paused_code is not null and paused_until is null
                 and account = (select account from marketing_batches where campaign_id = $1 order by no limit 1)"#,
            id.0
        );
        Ok(code.fetch_optional(&mut *self.conn).await?)
    }
}
