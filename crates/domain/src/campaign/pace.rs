//! How fast a campaign may leave, and when: what of it may change while it leaves.

use serde::{Deserialize, Serialize};

use super::{Campaign, CampaignState};
use crate::{pace::at_least_one, problem::FieldError, quiet::QuietHours, rules::Findings};

/// The pace of a campaign: what it is replaced with, whole, while the campaign leaves. It holds from the next messages on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CampaignPace {
    /// Most messages of it in any minute, at least 1; none for as many as the account allows.
    #[serde(default)]
    pub pace_per_minute: Option<u32>,
    /// Most messages of it in a day, at least 1; none for no such limit. Its days begin at the hour at which it was due.
    #[serde(default)]
    pub pace_per_day: Option<u32>,
    /// When nothing of it leaves; none for the organisation's quiet hours, one without windows for none at all.
    #[serde(default)]
    pub quiet_hours: Option<QuietHours>,
}

impl CampaignPace {
    /// Checks everything that needs no database.
    ///
    /// # Errors
    /// Every wrong field, by its JSON pointer.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut findings = Findings::default();
        at_least_one(&mut findings, "/pace_per_minute", self.pace_per_minute);
        at_least_one(&mut findings, "/pace_per_day", self.pace_per_day);
        if let Some(hours) = &self.quiet_hours {
            findings.extend(hours.check("/quiet_hours"));
        }
        findings.verdict()
    }
}

impl CampaignState {
    /// Whether the pace may change although the content may not: it was launched, and something of it is still to leave.
    #[must_use]
    pub const fn may_change_pace(self) -> bool {
        matches!(self, Self::Scheduled | Self::Planning | Self::Sending | Self::Paused)
    }
}

impl Campaign {
    /// The pace that it has.
    #[must_use]
    pub fn pace(&self) -> CampaignPace {
        let Self { pace_per_minute, pace_per_day, quiet_hours, .. } = self;
        CampaignPace {
            pace_per_minute: *pace_per_minute,
            pace_per_day: *pace_per_day,
            quiet_hours: quiet_hours.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pace_of_what_has_not_been_launched_or_has_ended_stays() {
        let may: Vec<_> = CampaignState::ALL.iter().filter(|state| state.may_change_pace()).collect();
        assert_eq!(
            may,
            [
                &CampaignState::Scheduled,
                &CampaignState::Planning,
                &CampaignState::Sending,
                &CampaignState::Paused
            ]
        );
    }

    #[test]
    fn a_pace_of_nothing_is_no_pace() {
        let none = CampaignPace { pace_per_minute: Some(0), pace_per_day: Some(0), quiet_hours: None };
        let pointers: Vec<_> = none.check().unwrap_err().into_iter().map(|error| error.pointer).collect();
        assert_eq!(pointers, ["/pace_per_minute", "/pace_per_day"]);
        assert_eq!(CampaignPace::default().check(), Ok(()));
    }
}
