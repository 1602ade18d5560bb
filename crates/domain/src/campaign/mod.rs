//! Campaigns: what the API serves and the SPA renders.

mod act;
mod canary;
mod command;
mod doubt;
mod follow_up;
mod pace;
mod part;
mod query;
mod review;
mod schedule;
mod state;
mod test_send;

pub use act::CampaignAct;
pub use canary::{Canary, CanaryDecision, CanaryFinding, CanaryStanding, Slice};
pub(crate) use canary::{LOSSES_MAX, OPT_OUTS_MAX};
pub use command::{CampaignCreate, CampaignEdit};
pub use doubt::DoubtPolicy;
pub use follow_up::FollowUp;
pub use pace::CampaignPace;
pub use query::{CampaignCounts, CampaignQuery, CampaignSort, CampaignTab, TabCount};
pub use review::{
    CampaignLaunch, CampaignPreview, PartReview, PreviewContent, PreviewQuestion, Review, WhatsappPreview,
};
pub use schedule::{Due, Schedule};
pub use state::CampaignState;
pub use test_send::TestSend;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    audience::Segment,
    channel::Channel,
    ids::{CampaignId, TemplateId},
    provider::{AccountId, Sender},
    quiet::QuietHours,
    report::Figures,
    text::words,
    whatsapp::WhatsappMessage,
};

words! {
    /// Where a campaign or template was made.
    Origin {
        /// In the suite, before or beside this module.
        Suite = "suite",
        /// Here.
        Marketing = "marketing",
    }
}

/// The person who made a campaign or template, as the token named them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Owner {
    /// The caller's id in the suite.
    pub id: String,
    /// The name to show; the id where the token has none.
    pub name: String,
}

/// A campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Campaign {
    /// Its id.
    pub id: CampaignId,
    /// Its name, seen by colleagues only.
    pub name: String,
    /// Its channel; fixed once created.
    pub channel: Channel,
    /// The campaign whose e-mail part this is: it shares that one's name, labels, audience and schedule, and is ordered about
    /// with it.
    pub part_of: Option<CampaignId>,
    /// Its e-mail part, for those whom it does not write to by WhatsApp (WhatsApp only).
    pub email_part: Option<CampaignId>,
    /// Where it stands.
    pub state: CampaignState,
    /// Why it is paused, overdue or failed.
    pub state_reason: Option<String>,
    /// Put away: kept out of the list, nothing lost.
    pub archived: bool,
    /// The subject line (e-mail only).
    pub subject: Option<String>,
    /// The preview text behind the subject (e-mail only).
    pub preheader: Option<String>,
    /// The template that the content began with.
    pub template_id: Option<TemplateId>,
    /// Free labels.
    pub tags: Vec<String>,
    /// Who it is for.
    pub audience: Option<Segment>,
    /// The HTML part (e-mail only), byte for byte as it was written.
    pub html: Option<String>,
    /// The plain-text part (e-mail only).
    pub text: Option<String>,
    /// What fills its template, and what is said instead where the window is open (WhatsApp only).
    pub whatsapp: Option<WhatsappMessage>,
    /// Who it comes from (e-mail only).
    pub sender: Option<Sender>,
    /// Where answers go, if not to the sender.
    pub reply_to: Option<String>,
    /// The account that carries it.
    pub account: Option<AccountId>,
    /// When it leaves, as the marketer said it; none for at once.
    pub schedule: Option<Schedule>,
    /// Most messages of it in any minute; none for as many as the account allows.
    pub pace_per_minute: Option<u32>,
    /// Most messages of it in a day; none for no such limit. Its days begin at the hour at which it was due, by the organisation's clock.
    pub pace_per_day: Option<u32>,
    /// Who leaves first, and what lets the rest follow; none where all leave at once.
    pub canary: Option<Canary>,
    /// When nothing of it leaves; none for the organisation's quiet hours.
    pub quiet_hours: Option<QuietHours>,
    /// What becomes of messages of which nobody can tell whether they were taken.
    pub doubt: DoubtPolicy,
    /// When it leaves or left (UTC); set by its launch.
    pub due_at: Option<DateTime<Utc>>,
    /// When nothing waited any more (UTC).
    pub finished_at: Option<DateTime<Utc>>,
    /// Who made it; unknown for rows of the suite.
    pub owner: Option<Owner>,
    /// Where it was made.
    pub origin: Origin,
    /// Goes up with every change; the ETag.
    pub version: i64,
    /// When it was made (UTC).
    pub created_at: DateTime<Utc>,
    /// When it last changed (UTC).
    pub updated_at: DateTime<Utc>,
}

/// A campaign in a list: all but its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CampaignSummary {
    /// Its id.
    pub id: CampaignId,
    /// Its name.
    pub name: String,
    /// Its channel.
    pub channel: Channel,
    /// Its e-mail part; never a row of its own.
    pub email_part: Option<CampaignId>,
    /// Where it stands.
    pub state: CampaignState,
    /// Why it is paused, overdue or failed.
    pub state_reason: Option<String>,
    /// Put away.
    pub archived: bool,
    /// The subject line (e-mail only).
    pub subject: Option<String>,
    /// The template that the content began with.
    pub template_id: Option<TemplateId>,
    /// Free labels.
    pub tags: Vec<String>,
    /// Who made it; unknown for rows of the suite.
    pub owner: Option<Owner>,
    /// Where it was made.
    pub origin: Origin,
    /// When it leaves or left (UTC).
    pub due_at: Option<DateTime<Utc>>,
    /// Its totals, those of its e-mail part included; none before its audience is frozen, and for rows of the suite.
    pub figures: Option<Figures>,
    /// Goes up with every change; the ETag.
    pub version: i64,
    /// When it was made (UTC).
    pub created_at: DateTime<Utc>,
    /// When it last changed (UTC).
    pub updated_at: DateTime<Utc>,
}

impl CampaignSummary {
    /// Whether an edit would be accepted.
    #[must_use]
    pub fn is_editable(&self) -> bool {
        self.state.is_editable() && !self.archived
    }
}

impl Campaign {
    /// What an edit would hold that changes nothing.
    #[must_use]
    pub fn to_edit(&self) -> CampaignEdit {
        let Self { name, subject, preheader, template_id, tags, audience, html, text, sender, .. } =
            self.clone();
        let Self { whatsapp, reply_to, account, schedule, pace_per_minute, pace_per_day, .. } = self.clone();
        let Self { canary, quiet_hours, doubt, .. } = self.clone();
        CampaignEdit {
            name,
            subject,
            preheader,
            template_id,
            tags,
            audience,
            html,
            text,
            whatsapp,
            sender,
            reply_to,
            account,
            schedule,
            pace_per_minute,
            pace_per_day,
            canary,
            quiet_hours,
            doubt,
        }
    }

    /// Whether an edit would be accepted.
    #[must_use]
    pub fn is_editable(&self) -> bool {
        self.state.is_editable() && !self.archived
    }
}
