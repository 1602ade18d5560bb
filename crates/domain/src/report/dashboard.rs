//! The home page's figures, over all campaigns of a period.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::Figures;
use crate::{
    campaign::CampaignSummary,
    channel::Channel,
    ids::{CampaignId, TemplateId},
    text::words,
};

words! {
    /// A period that ends today.
    Period {
        /// 7 days.
        Week = "7d",
        /// 30 days.
        Month = "30d",
        /// 90 days.
        Quarter = "90d",
        /// 365 days.
        Year = "365d",
    }
}

impl Period {
    /// Its length in days.
    #[must_use]
    pub const fn days(self) -> u16 {
        match self {
            Self::Week => 7,
            Self::Month => 30,
            Self::Quarter => 90,
            Self::Year => 365,
        }
    }
}

/// Which figures to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct DashboardQuery {
    /// The period.
    pub period: Period,
    /// Only one channel.
    pub channel: Option<Channel>,
}

impl Default for DashboardQuery {
    fn default() -> Self {
        Self { period: Period::Month, channel: None }
    }
}

words! {
    /// What asks for a person.
    AttentionKind {
        /// A campaign is paused.
        CampaignPaused = "campaign_paused",
        /// A campaign goes on, and has passed a threshold of [`Alarm`](super::Alarm) that only warns.
        CampaignWarned = "campaign_warned",
        /// A campaign failed.
        CampaignFailed = "campaign_failed",
        /// A campaign's due time passed while nothing ran.
        CampaignOverdue = "campaign_overdue",
        /// Deliveries whose outcome is in doubt.
        OutcomeUnknown = "outcome_unknown",
        /// Messages never arrived at their provider: they may be sent again without risk. Told for 14 days, with how many they are.
        DeadLetters = "dead_letters",
        /// An account rests until a person acts.
        AccountPaused = "account_paused",
        /// A provider took messages and has told nothing since, for more than 15 minutes.
        WebhookSilent = "webhook_silent",
        /// A template of WhatsApp was refused, or may not be sent any more.
        TemplateRefused = "template_refused",
        /// A template of WhatsApp is held back for its quality.
        TemplatePaused = "template_paused",
        /// People take a template of WhatsApp badly: what sends it is paused.
        TemplateFlagged = "template_flagged",
        /// People take a template of WhatsApp not quite well: it goes on.
        TemplateWarned = "template_warned",
        /// Meta is about to give a template another category, and price; the category is told beside.
        TemplateChanging = "template_changing",
        /// Meta gave a template another category within the last 14 days; the category is told beside.
        TemplateChanged = "template_changed",
        /// People take a number of WhatsApp badly: what leaves by it is paused.
        NumberFlagged = "number_flagged",
        /// People take a number of WhatsApp not quite well: it goes on.
        NumberWarned = "number_warned",
        /// A number of WhatsApp has begun to write to over 80 % of the people whom it may in any 24 hours: `1800/2000`.
        NumberNearlyFull = "number_nearly_full",
        /// The provider warned of an account within the last 14 days; its words are told beside.
        AccountWarned = "account_warned",
    }
}

/// One thing that asks for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attention {
    /// What it is.
    pub kind: AttentionKind,
    /// The campaign that it is about.
    pub campaign: Option<CampaignId>,
    /// The template of WhatsApp that it is about.
    pub template: Option<TemplateId>,
    /// The name of the campaign, account or template.
    pub name: String,
    /// The reason or the number, as a code.
    pub about: String,
    /// Since when (UTC).
    pub since: DateTime<Utc>,
}

/// What happened on one day of the organisation's zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DayFigures {
    /// The day.
    pub day: NaiveDate,
    /// What was counted for the first time on this day.
    pub figures: Figures,
}

/// The home page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Dashboard {
    /// First day.
    pub from: NaiveDate,
    /// Last day, today.
    pub to: NaiveDate,
    /// The zone that cuts the days.
    pub zone: String,
    /// Totals of the period.
    pub figures: Figures,
    /// Totals of the period of the same length before.
    pub previous: Figures,
    /// Every day of the period, empty ones included.
    pub days: Vec<DayFigures>,
    /// What asks for a person, the oldest first; at most 20.
    pub attention: Vec<Attention>,
    /// Campaigns under way, and the last ones that ended; at most 8.
    pub campaigns: Vec<CampaignSummary>,
    /// When these figures were read (UTC).
    pub at: DateTime<Utc>,
}
