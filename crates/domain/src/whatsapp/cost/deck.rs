//! The flight deck: all that decides whether a campaign by WhatsApp arrives, on one page.

use serde::{Deserialize, Serialize};

use super::CostEstimate;
use crate::{
    TemplateId,
    check::{Check, CheckCode, Severity},
    whatsapp::{Filling, TemplateCategory, TemplateQuality, TemplateStatus, Tier, WhatsappSender},
};

/// The flight deck.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FlightDeck {
    /// How many have said yes to marketing by WhatsApp and would be written to.
    pub consented: i64,
    /// How many are left out because nothing is known of a yes.
    pub without_consent: i64,
    /// How many are left out because they have no number, or none that WhatsApp can reach.
    pub without_number: i64,
    /// The template; none where none is chosen.
    pub template: Option<DeckTemplate>,
    /// The number that it would leave from; none without an account.
    pub sender: Option<WhatsappSender>,
    /// On how many days it would leave, by what the number may begin within 24 hours; none while nobody has told that. Free text in an open
    /// window begins nothing.
    pub days: Option<i64>,
    /// For how many the message can be filled; none without an audience, a template and what fills it.
    pub filling: Option<Filling>,
    /// How many would get a marketing template at an American number: Meta delivers none there.
    pub american: i64,
    /// Whether quiet hours are set that hold messages back.
    pub quiet: bool,
    /// For how many it would be a quiet hour when it leaves, by the clock of their country where it has only one: their messages
    /// leave when that is over.
    pub asleep: i64,
    /// What it would cost; none without a template.
    pub cost: Option<CostEstimate>,
}

impl FlightDeck {
    /// What it finds among those who would be written to; `besides` are written to by the other channel.
    #[must_use]
    pub fn checks(&self, besides: i64) -> Vec<Check> {
        let counted = |code, severity, people: i64, pointer| {
            (people > 0).then(|| Check::new(code, severity, people, Some(pointer)))
        };
        let american = counted(CheckCode::AudienceAmerican, Severity::Warning, self.american, "/audience");
        let asleep = counted(CheckCode::AudienceAsleep, Severity::Info, self.asleep, "/quiet_hours");
        let filling = self.filling.iter().flat_map(|filling| filling.checks(self.consented, besides));
        filling.chain(american).chain(asleep).collect()
    }
}

/// The template, on the flight deck.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeckTemplate {
    /// Its id.
    pub id: TemplateId,
    /// Its name at Meta.
    pub name: String,
    /// Where it stands.
    pub status: TemplateStatus,
    /// How people take it.
    pub quality: TemplateQuality,
    /// What it is billed as.
    pub category: TemplateCategory,
}

/// On how many days so many people are written to, where so many of the last 24 hours are used up; none while the tier is not known.
#[must_use]
pub fn days_by_tier(tier: Option<Tier>, used: i64, people: i64) -> Option<i64> {
    let Tier(limit) = tier?;
    let Some(limit) = limit.map(i64::from) else { return Some(people.min(1)) };
    let today = (limit - used).clamp(0, people);
    // The first day counts even where nobody is left of it: what is over waits until it has passed.
    Some(people.min(1) + (people - today + limit - 1).checked_div(limit)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_audience_takes_as_many_days_as_the_tier_allows() {
        let days = |limit, used, people| days_by_tier(Some(Tier(limit)), used, people);
        assert_eq!(days(Some(250), 0, 250), Some(1));
        assert_eq!(days(Some(250), 0, 251), Some(2));
        assert_eq!(days(Some(250), 100, 400), Some(2));
        assert_eq!(days(Some(250), 100, 401), Some(3));
        assert_eq!(days(Some(250), 250, 250), Some(2), "today nobody");
        assert_eq!(days(Some(250), 300, 1), Some(2), "more than the tier were written to");
        assert_eq!((days(Some(250), 0, 0), days(None, 9, 0)), (Some(0), Some(0)));
        assert_eq!(days(None, 9, 1_000_000), Some(1));
        assert_eq!(days_by_tier(None, 0, 9), None);
    }
}
