//! Rows of `prospecting_campaigns`.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{Channel, campaign::CampaignState};
use uuid::Uuid;

use crate::{
    content::{SEASONS, THEMES, Theme},
    dice::{Dice, Stream},
    row::{Fields, Value, instant, maybe, shown, text},
    template::{self, OWNERS, Template, owner_id},
};

/// A campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Campaign {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Its channel.
    pub channel: Channel,
    /// Where it stands. Never scheduled, planning or sending: test data must not send by itself.
    pub state: CampaignState,
    /// Why it stopped.
    pub state_reason: Option<&'static str>,
    /// The subject line (e-mail only).
    pub subject: Option<&'static str>,
    /// The preview text (e-mail only).
    pub preheader: Option<&'static str>,
    /// The template.
    pub template_id: Option<Uuid>,
    /// The HTML part, the template's (e-mail only).
    pub html: Option<String>,
    /// The plain text, the template's (e-mail only).
    pub text: Option<String>,
    /// Labels.
    pub tags: &'static [&'static str],
    /// Put away.
    pub archived_at: Option<DateTime<Utc>>,
    /// Who made it.
    pub owner: &'static str,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

const STATES: &[(u32, (CampaignState, Option<&str>))] = &[
    (44, (CampaignState::Draft, None)),
    (6, (CampaignState::AwaitingApproval, None)),
    (30, (CampaignState::Finished, None)),
    (6, (CampaignState::Cancelled, None)),
    (5, (CampaignState::Paused, Some("Mise en pause à la main"))),
    (5, (CampaignState::Overdue, Some("L’heure d’envoi est passée pendant un arrêt du service"))),
    (4, (CampaignState::Failed, Some("Le compte du fournisseur a été refusé"))),
];

impl Campaign {
    /// Whether it went out: such a campaign has recipients and figures, and is no mere row.
    #[must_use]
    pub fn was_sent(&self) -> bool {
        self.state == CampaignState::Finished
    }

    /// Its maker's id, as the suite may have it.
    #[must_use]
    pub fn owner_id(&self) -> String {
        owner_id(self.owner)
    }
}

pub(crate) fn all(seed: u64, now: DateTime<Utc>) -> Vec<Campaign> {
    let templates = template::all(seed, now);
    let pairs = SEASONS.iter().flat_map(|season| THEMES.iter().map(move |theme| (*season, theme)));
    pairs.zip(0..).map(|((season, theme), i)| make(seed, i, now, season, theme, &templates)).collect()
}

fn make(
    seed: u64,
    i: u64,
    now: DateTime<Utc>,
    season: &str,
    theme: &'static Theme,
    templates: &[Template],
) -> Campaign {
    let mut dice = Dice::new(seed, Stream::Campaign, i);
    let created_at = dice.past(now, 240);
    let updated_at =
        (created_at + TimeDelta::minutes(i64::from(dice.below(20_000)))).min(now - TimeDelta::minutes(1));
    let is_email = theme.channel == Channel::Email;
    // What was sent has recipients and figures, and those are made for e-mail only.
    let (state, state_reason) = match dice.weighted(STATES) {
        (CampaignState::Finished, _) if !is_email => (CampaignState::Draft, None),
        drawn => drawn,
    };
    let template = templates.iter().find(|template| template.name == theme.template);
    let archived = matches!(state, CampaignState::Finished | CampaignState::Cancelled) && dice.chance(250);
    Campaign {
        id: dice.id_at(created_at),
        name: format!("{} – {season}", theme.name),
        channel: theme.channel,
        state,
        state_reason,
        subject: is_email.then_some(theme.subject),
        preheader: (is_email && dice.chance(800)).then_some(theme.preheader),
        template_id: template.map(|template| template.id),
        html: template.and_then(|template| template.html.clone()),
        text: template.filter(|_| is_email).map(|template| template.text.clone()),
        tags: theme.tags,
        archived_at: archived.then_some(updated_at),
        owner: dice.pick(OWNERS),
        created_at,
        updated_at,
    }
}

impl Fields for Campaign {
    const FIELDS: &'static [&'static str] = &[
        "marketing_id",
        "marketing_name",
        "marketing_channel",
        "marketing_state",
        "marketing_state_reason",
        "marketing_subject",
        "marketing_preheader",
        "marketing_template_id",
        "marketing_html",
        "marketing_text",
        "marketing_tags",
        "marketing_archived_at",
        "marketing_owner_id",
        "marketing_owner_name",
        "marketing_origin",
        "marketing_created_at",
        "marketing_updated_at",
    ];

    fn fields(&self) -> Vec<Value<'_>> {
        vec![
            shown(self.id),
            text(&self.name),
            text(self.channel.as_str()),
            text(self.state.as_str()),
            self.state_reason.and_then(text),
            self.subject.and_then(text),
            self.preheader.and_then(text),
            self.template_id.and_then(shown),
            maybe(self.html.as_ref()),
            maybe(self.text.as_ref()),
            shown(format!(
                "{{{}}}",
                self.tags.iter().map(|tag| format!("\"{tag}\"")).collect::<Vec<_>>().join(",")
            )),
            self.archived_at.and_then(instant),
            shown(owner_id(self.owner)),
            text(self.owner),
            text("marketing"),
            instant(self.created_at),
            instant(self.updated_at),
        ]
    }
}
