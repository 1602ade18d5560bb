//! A campaign as its table holds it.

use chrono::{DateTime, NaiveDateTime, Utc};
use domain::{
    CampaignId, TemplateId,
    audience::Segment,
    campaign::{Campaign, CampaignSummary, Canary, Owner, Schedule},
    provider::{AccountId, Sender},
    quiet::QuietHours,
    report::Figures,
    whatsapp::WhatsappMessage,
};
use sqlx::types::{Json, Uuid};

use crate::{Result, StoreError};

/// One row, whole.
#[derive(Debug)]
pub(crate) struct CampaignRow {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) part_of: Option<Uuid>,
    pub(crate) email_part: Option<Uuid>,
    pub(crate) channel: String,
    pub(crate) state: String,
    pub(crate) state_reason: Option<String>,
    pub(crate) archived: bool,
    pub(crate) subject: Option<String>,
    pub(crate) preheader: Option<String>,
    pub(crate) template_id: Option<Uuid>,
    pub(crate) tags: Vec<String>,
    pub(crate) owner_id: Option<String>,
    pub(crate) owner_name: Option<String>,
    pub(crate) origin: String,
    pub(crate) audience: Option<Json<Segment>>,
    pub(crate) html: Option<String>,
    pub(crate) text: Option<String>,
    pub(crate) whatsapp: Option<Json<WhatsappMessage>>,
    pub(crate) sender_email: Option<String>,
    pub(crate) sender_name: Option<String>,
    pub(crate) reply_to: Option<String>,
    pub(crate) account: Option<String>,
    pub(crate) schedule_wall: Option<NaiveDateTime>,
    pub(crate) schedule_zone: Option<String>,
    pub(crate) pace_per_minute: Option<i64>,
    pub(crate) pace_per_day: Option<i64>,
    pub(crate) canary: Option<Json<Canary>>,
    pub(crate) quiet_hours: Option<Json<QuietHours>>,
    pub(crate) doubt: String,
    pub(crate) due_at: Option<DateTime<Utc>>,
    pub(crate) finished_at: Option<DateTime<Utc>>,
    pub(crate) version: i64,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
}

/// One row of the list, which is put together at run time.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct SummaryRow {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) sort_name: String,
    pub(crate) email_part: Option<Uuid>,
    pub(crate) part_figures: Option<Json<Figures>>,
    pub(crate) channel: String,
    pub(crate) state: String,
    pub(crate) state_reason: Option<String>,
    pub(crate) archived: bool,
    pub(crate) subject: Option<String>,
    pub(crate) template_id: Option<Uuid>,
    pub(crate) tags: Vec<String>,
    pub(crate) owner_id: Option<String>,
    pub(crate) owner_name: Option<String>,
    pub(crate) origin: String,
    pub(crate) due_at: Option<DateTime<Utc>>,
    pub(crate) figures: Option<Json<Figures>>,
    pub(crate) version: i64,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
}

/// An owner is whole or absent; without a name the id is shown.
pub(crate) fn owner(id: Option<String>, name: Option<String>) -> Option<Owner> {
    id.map(|id| Owner { name: name.unwrap_or_else(|| id.clone()), id })
}

/// The totals of a campaign with those of its e-mail part.
fn together(figures: Option<Json<Figures>>, part: Option<Json<Figures>>) -> Option<Figures> {
    figures.into_iter().chain(part).map(|figures| figures.0).reduce(Figures::with)
}

/// Parses one of the domain's words.
pub(crate) fn word<W: std::str::FromStr>(text: &str, of: &str) -> Result<W> {
    text.parse().map_err(|_| StoreError::Corrupt(format!("{text:?} is not one of the words of {of}")))
}

impl TryFrom<CampaignRow> for Campaign {
    type Error = StoreError;

    fn try_from(row: CampaignRow) -> Result<Self> {
        Ok(Self {
            id: CampaignId(row.id),
            name: row.name,
            part_of: row.part_of.map(CampaignId),
            email_part: row.email_part.map(CampaignId),
            channel: word(&row.channel, "channel")?,
            state: word(&row.state, "campaign state")?,
            state_reason: row.state_reason,
            archived: row.archived,
            subject: row.subject,
            preheader: row.preheader,
            template_id: row.template_id.map(TemplateId),
            tags: row.tags,
            owner: owner(row.owner_id, row.owner_name),
            origin: word(&row.origin, "origin")?,
            audience: row.audience.map(|audience| audience.0),
            html: row.html,
            text: row.text,
            whatsapp: row.whatsapp.map(|message| message.0),
            sender: row.sender_email.map(|email| Sender { email, name: row.sender_name.unwrap_or_default() }),
            reply_to: row.reply_to,
            account: row.account.map(AccountId),
            schedule: row.schedule_wall.zip(row.schedule_zone).map(|(wall, zone)| Schedule { wall, zone }),
            pace_per_minute: row.pace_per_minute.and_then(|limit| u32::try_from(limit).ok()),
            pace_per_day: row.pace_per_day.and_then(|limit| u32::try_from(limit).ok()),
            canary: row.canary.map(|canary| canary.0),
            quiet_hours: row.quiet_hours.map(|hours| hours.0),
            doubt: word(&row.doubt, "doubt policy")?,
            due_at: row.due_at,
            finished_at: row.finished_at,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

impl TryFrom<SummaryRow> for CampaignSummary {
    type Error = StoreError;

    fn try_from(row: SummaryRow) -> Result<Self> {
        Ok(Self {
            id: CampaignId(row.id),
            name: row.name,
            email_part: row.email_part.map(CampaignId),
            channel: word(&row.channel, "channel")?,
            state: word(&row.state, "campaign state")?,
            state_reason: row.state_reason,
            archived: row.archived,
            subject: row.subject,
            template_id: row.template_id.map(TemplateId),
            tags: row.tags,
            owner: owner(row.owner_id, row.owner_name),
            origin: word(&row.origin, "origin")?,
            due_at: row.due_at,
            figures: together(row.figures, row.part_figures),
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}
