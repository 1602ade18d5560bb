//! The noun campaign: `prospecting_campaigns`.

mod act;
mod change;
mod halt;
mod pace;
mod part;
mod row;
mod stranded;

use domain::{
    CampaignId, Channel,
    audience::Segment,
    campaign::{Campaign, CampaignCounts, CampaignEdit, CampaignQuery, CampaignSummary, Canary},
    list::Page,
    quiet::QuietHours,
    whatsapp::WhatsappMessage,
};
use sqlx::{
    PgConnection,
    types::{Json, Uuid},
};

pub use act::Launch;
pub(crate) use part::with_part;
use row::CampaignRow;
pub(crate) use row::{SummaryRow, owner, word};

use crate::{Authorship, Result, StoreError, change::line, lists};

/// The campaigns, within a transaction.
#[derive(Debug)]
pub struct Campaigns<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

/// A campaign to be made.
#[derive(Debug, Clone)]
pub struct NewCampaign<'a> {
    /// Its channel, for good.
    pub channel: Channel,
    /// Its content.
    pub content: &'a CampaignEdit,
    /// Who makes it, when, under which id.
    pub by: &'a Authorship,
}

impl Campaigns<'_> {
    /// One campaign; none where it is unknown, or goes by a channel that this product does not serve.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn find(&mut self, id: CampaignId) -> Result<Option<Campaign>> {
        let row = sqlx::query_as!(
            CampaignRow,
            r#"select marketing_id as id, marketing_name as name, marketing_part_of as part_of,
                      (select p.marketing_id from prospecting_campaigns p where p.marketing_part_of = c.marketing_id) as email_part,
                      marketing_channel as "channel!", marketing_state as state, marketing_state_reason as state_reason,
                      marketing_archived_at is not null as "archived!", marketing_subject as subject,
                      marketing_preheader as preheader, marketing_template_id as template_id, marketing_tags as tags,
                      marketing_owner_id as owner_id, marketing_owner_name as owner_name, marketing_origin as origin,
                      marketing_audience as "audience: Json<Segment>", marketing_html as html, marketing_text as text,
                      marketing_whatsapp as "whatsapp: Json<WhatsappMessage>",
                      marketing_sender_email as sender_email, marketing_sender_name as sender_name,
                      marketing_reply_to as reply_to, marketing_account as account,
                      marketing_schedule_wall as schedule_wall, marketing_schedule_zone as schedule_zone,
                      marketing_pace_per_minute as pace_per_minute, marketing_pace_per_day as pace_per_day,
                      marketing_canary as "canary: Json<Canary>",
                      marketing_quiet_hours as "quiet_hours: Json<QuietHours>",
                      marketing_doubt_policy as doubt, marketing_due_at as due_at, marketing_finished_at as finished_at,
                      marketing_version as version, marketing_created_at as created_at,
                      marketing_updated_at as updated_at
               from prospecting_campaigns c
               where marketing_id = $1 and marketing_channel is not null"#,
            id.0
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        row.map(Campaign::try_from).transpose()
    }

    /// One page of the list.
    ///
    /// # Errors
    /// [`StoreError::Cursor`] where the cursor was cut from another list.
    pub async fn list(&mut self, query: &CampaignQuery) -> Result<Page<CampaignSummary>> {
        lists::campaigns::page(self.conn, query).await
    }

    /// How many campaigns each tab would show under the same words and channel.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn counts(&mut self, query: &CampaignQuery) -> Result<CampaignCounts> {
        lists::campaigns::counts(self.conn, query).await
    }

    /// Makes a draft.
    ///
    /// # Errors
    /// [`StoreError::SuiteRefused`] by the suite's own rules, [`StoreError::TemplateMissing`].
    pub async fn create(&mut self, new: NewCampaign<'_>) -> Result<Campaign> {
        let NewCampaign { channel, content, by } = new;
        let made = sqlx::query_scalar!(
            r#"insert into prospecting_campaigns
                   (marketing_id, marketing_name, marketing_channel, marketing_state, marketing_subject,
                    marketing_preheader, marketing_template_id, marketing_tags, marketing_owner_id,
                    marketing_owner_name, marketing_origin, marketing_created_at, marketing_updated_at,
                    marketing_audience, marketing_html, marketing_text, marketing_sender_email,
                    marketing_sender_name, marketing_reply_to, marketing_account, marketing_schedule_wall,
                    marketing_schedule_zone, marketing_pace_per_minute, marketing_quiet_hours,
                    marketing_doubt_policy, marketing_whatsapp, marketing_pace_per_day, marketing_canary)
               values ($1, $2, $3, 'draft', $4, $5, $6, $7, $8, $9, 'marketing', $10, $10,
                       $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)
               returning marketing_id"#,
            by.id,
            content.name.trim(),
            channel.as_str(),
            line(content.subject.as_deref()),
            line(content.preheader.as_deref()),
            content.template_id.map(|id| id.0),
            &tags(content),
            by.owner.id,
            by.owner.name,
            by.now,
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
        .fetch_optional(&mut *self.conn)
        .await
        .map_err(StoreError::of_suite_write)?;
        match made {
            Some(id) => self.must_find(CampaignId(id)).await,
            None => Err(StoreError::swallowed("prospecting_campaigns")),
        }
    }

    /// Makes a draft out of any campaign: all that an edit holds but its time; neither state nor archived flag. Its e-mail part is
    /// copied with it, under the id `part`.
    ///
    /// # Errors
    /// [`StoreError::SuiteRefused`] by the suite's own rules.
    pub async fn duplicate(
        &mut self,
        id: CampaignId,
        name: &str,
        by: &Authorship,
        part: Uuid,
    ) -> Result<Option<Campaign>> {
        let Some(original) = self.find(id).await? else { return Ok(None) };
        let content = CampaignEdit { name: name.to_owned(), schedule: None, ..original.to_edit() };
        let copy = self.create(NewCampaign { channel: original.channel, content: &content, by }).await?;
        let Some(part_id) = original.email_part else { return Ok(Some(copy)) };
        let said =
            CampaignEdit { name: content.name, schedule: None, ..self.must_find(part_id).await?.to_edit() };
        self.create_part(copy.id, &said, &Authorship { id: part, ..by.clone() }).await?;
        self.must_find(copy.id).await.map(Some)
    }

    async fn must_find(&mut self, id: CampaignId) -> Result<Campaign> {
        self.find(id)
            .await?
            .ok_or_else(|| StoreError::Corrupt(format!("campaign {id} was written but cannot be read")))
    }
}

fn tags(content: &CampaignEdit) -> Vec<String> {
    content.tags.iter().map(|tag| tag.trim().to_owned()).collect()
}
