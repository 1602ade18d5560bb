//! Who may be said what outside of campaigns.

use chrono::{DateTime, Utc};
use domain::{
    Channel, TemplateId,
    audience::ExclusionReason,
    consent::{LedgerState, Purpose},
    whatsapp::{ConversationState, TemplateCategory},
};

use super::Conversations;
use crate::{Consent, Result, Suppressions};

impl Conversations<'_> {
    /// Why a template may not go to an address: it takes the same yes as a campaign does, and one of marketing waits as a campaign
    /// does, inside the window too: Meta does not count what it carries there, but tells of no exception for those whom it holds back
    /// (marketing-messages/per-user-limits). None where it may.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn forbids_template(
        &mut self,
        address: &str,
        template: TemplateId,
        now: DateTime<Utc>,
    ) -> Result<Option<ExclusionReason>> {
        let refused = self.refuses_whatsapp(address).await?;
        if refused.is_some() || !self.is_marketing(template).await? {
            return Ok(refused);
        }
        self.waits(address, now).await
    }

    /// Why marketing may not go to an address, as a campaign is told it: suppressed, no yes, capped, held for a person to read. None
    /// where it may.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn forbids_marketing(
        &mut self,
        address: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<ExclusionReason>> {
        match self.refuses_whatsapp(address).await? {
            Some(reason) => Ok(Some(reason)),
            None => self.waits(address, now).await,
        }
    }

    async fn refuses_whatsapp(&mut self, address: &str) -> Result<Option<ExclusionReason>> {
        let suppressed = Suppressions { conn: &mut *self.conn }.find(address, Channel::Whatsapp).await?;
        if suppressed.is_some() {
            return Ok(Some(ExclusionReason::Suppressed));
        }
        let standing = Consent { conn: &mut *self.conn }
            .standing(address, Channel::Whatsapp, Purpose::Marketing)
            .await?;
        let refused = standing != LedgerState::Granted || self.is_refused_elsewhere(address).await?;
        Ok(refused.then_some(ExclusionReason::NoConsent))
    }

    /// Whether somebody who has this number said no at any of theirs: the strictest wins, as for a campaign.
    async fn is_refused_elsewhere(&mut self, address: &str) -> Result<bool> {
        let is_refused = sqlx::query_scalar!(
            r#"select exists (select from marketing_contacts c
                              join marketing_contacts o on o.person_id = c.person_id and o.is_mobile
                              join marketing_consents k on k.address = o.phone and k.channel = $2 and k.purpose = $3
                                                           and k.decision in ('refused', 'withdrawn', 'objected')
                              where c.phone = $1 and c.is_mobile) as "is_refused!""#,
            address,
            Channel::Whatsapp.as_str(),
            Purpose::Marketing.as_str()
        );
        Ok(is_refused.fetch_one(&mut *self.conn).await?)
    }

    async fn is_marketing(&mut self, template: TemplateId) -> Result<bool> {
        let marketing = sqlx::query_scalar!(
            r#"select exists (select from marketing_whatsapp_templates where template_id = $1 and category = $2) as "is!""#,
            template.0,
            TemplateCategory::Marketing.as_str()
        );
        Ok(marketing.fetch_one(&mut *self.conn).await?)
    }

    async fn waits(&mut self, address: &str, now: DateTime<Utc>) -> Result<Option<ExclusionReason>> {
        let row = sqlx::query!(
            r#"select exists (select from marketing_whatsapp_caps where address = $1 and until > $2) as "capped!",
                      exists (select from marketing_conversations where address = $1 and state = $3) as "held!""#,
            address,
            now,
            ConversationState::NeedsPerson.as_str()
        )
        .fetch_one(&mut *self.conn)
        .await?;
        let reasons = [(row.capped, ExclusionReason::Capped), (row.held, ExclusionReason::Held)];
        Ok(reasons.into_iter().find_map(|(holds, reason)| holds.then_some(reason)))
    }
}
