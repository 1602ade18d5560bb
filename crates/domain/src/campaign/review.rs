//! What stands between a draft and its launch: the review, the preview, the launch itself.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    audience::{Sample, Waterfall},
    check::Check,
    ids::{CampaignId, PersonId, TemplateId},
    provider::{AccountId, Sender},
    whatsapp::{
        FlightDeck, HeaderMedia, TemplateButton, TemplateContent, TemplateHeader, WhatsappMessage, filled,
    },
};

/// What a launch would do, and what speaks against it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Review {
    /// Everything that was looked at and needs a word, blocking ones first.
    pub checks: Vec<Check>,
    /// Who would be written to, and why the others would not.
    pub waterfall: Waterfall,
    /// The account that would carry it.
    pub account: Option<AccountId>,
    /// Who it would come from.
    pub sender: Option<Sender>,
    /// When it would leave (UTC); none for at once.
    pub due_at: Option<DateTime<Utc>>,
    /// On how many days it would leave, by its own limit a day and by how many people its number may begin to write to in 24 hours
    /// (WhatsApp); 1 where neither makes it longer. Neither quiet hours nor the wait for a canary are counted.
    pub days: i64,
    /// The same for its e-mail part; none where it has none.
    pub email_part: Option<PartReview>,
    /// The flight deck; none by e-mail.
    pub whatsapp: Option<FlightDeck>,
}

/// What a launch would do with an e-mail part, and what speaks against it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartReview {
    /// The part: a campaign too.
    pub campaign: CampaignId,
    /// Everything that needs a word, blocking ones first. The pointers lead into the part.
    pub checks: Vec<Check>,
    /// Who would be written to by e-mail, and why the others would not.
    pub waterfall: Waterfall,
    /// The account that would carry it.
    pub account: Option<AccountId>,
    /// Who it would come from.
    pub sender: Option<Sender>,
}

impl Review {
    /// Whether a launch would be accepted.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.all_checks().all(|check| !check.is_blocking())
    }

    /// Its checks, and those of its e-mail part.
    pub fn all_checks(&self) -> impl Iterator<Item = &Check> {
        self.checks.iter().chain(self.email_part.iter().flat_map(|part| &part.checks))
    }

    /// How many messages a launch would plan, by either channel.
    #[must_use]
    pub fn planned(&self) -> i64 {
        self.waterfall.planned + self.email_part.as_ref().map_or(0, |part| part.waterfall.planned)
    }
}

/// Lets a campaign leave.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CampaignLaunch {
    /// How many messages the person saw in the review. Where given, a launch that would plan more than a tenth more or less is
    /// refused: somebody else's change of the audience must not go unseen.
    #[serde(default)]
    pub expected: Option<i64>,
}

/// Asks for a message as one person would get it. Nothing is sent and nothing is counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PreviewQuestion {
    /// The person; none for the first of the audience, or an invented one where the audience is empty.
    #[serde(default)]
    pub person: Option<PersonId>,
    /// Content to render instead of what is saved, so that a preview needs no saving.
    #[serde(default)]
    pub content: Option<PreviewContent>,
}

/// Content that is not saved yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct PreviewContent {
    /// The subject line.
    pub subject: Option<String>,
    /// The preview text.
    pub preheader: Option<String>,
    /// The HTML part.
    pub html: Option<String>,
    /// The plain-text part.
    pub text: Option<String>,
    /// The approved template (WhatsApp).
    pub template_id: Option<TemplateId>,
    /// What fills it (WhatsApp).
    pub whatsapp: Option<WhatsappMessage>,
}

/// A WhatsApp message as one person would get it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WhatsappPreview {
    /// The line above the text.
    pub header: Option<String>,
    /// What stands above the text instead of a line.
    pub media: Option<HeaderMedia>,
    /// Where that is.
    pub media_url: Option<String>,
    /// The text; none for somebody whom the template cannot be filled for: `unfit` tells why.
    pub body: Option<String>,
    /// What stands small below the text.
    pub footer: Option<String>,
    /// The buttons.
    pub buttons: Vec<TemplateButton>,
    /// What is said instead where the window is open.
    pub free_text: Option<String>,
    /// Why this person would get nothing: `content.empty_value`, `content.too_long`, `content.template`.
    pub unfit: Option<String>,
}

impl WhatsappPreview {
    /// A template with these values, and nothing that only a campaign brings; a variable without a value stays as it is written.
    #[must_use]
    pub fn of(template: &TemplateContent, values: &BTreeMap<String, String>) -> Self {
        let (header, media) = match &template.header {
            Some(TemplateHeader::Text { text }) => (Some(filled(text, values)), None),
            Some(TemplateHeader::Media { media, .. }) => (None, Some(*media)),
            None => (None, None),
        };
        Self {
            header,
            media,
            media_url: None,
            body: Some(filled(&template.body, values)),
            footer: template.footer.clone(),
            buttons: template.buttons.clone(),
            free_text: None,
            unfit: None,
        }
    }
}

/// A message as one person would get it; its links are true, but lead to nothing personal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CampaignPreview {
    /// The subject line.
    pub subject: String,
    /// The plain-text part.
    pub text: String,
    /// Where a frame finds the HTML part, from the API's origin; good once, for 60 s. None by WhatsApp.
    pub html_path: Option<String>,
    /// The message by WhatsApp; none by e-mail.
    pub whatsapp: Option<WhatsappPreview>,
    /// The person whom it is rendered for; none for the invented one.
    pub sample: Option<Sample>,
    /// The person before in the audience's sample.
    pub previous: Option<PersonId>,
    /// The person after in the audience's sample.
    pub next: Option<PersonId>,
}
