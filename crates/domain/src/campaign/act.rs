//! What may happen to a campaign, and where it stands afterwards (words.md "Campaign states").

use super::CampaignState;
use crate::text::words;

words! {
    /// Something that happens to a campaign.
    CampaignAct {
        /// A person lets it leave, at its due time.
        Launch = "launch",
        /// A person takes it back before it was planned.
        Withdraw = "withdraw",
        /// Its due time passed while nothing ran, or while nobody planned it.
        MissDue = "miss_due",
        /// Its due time came.
        Plan = "plan",
        /// Its audience is frozen.
        Send = "send",
        /// Stopped, by a person or a threshold.
        Pause = "pause",
        /// Let go on.
        Resume = "resume",
        /// Nothing waits any more.
        Finish = "finish",
        /// Messages leave after all: a person had them sent again, or their provider refused them after it had taken them.
        Reopen = "reopen",
        /// Called off.
        Cancel = "cancel",
        /// It cannot go on.
        Fail = "fail",
    }
}

impl CampaignState {
    /// The state after an act; none where the act is not possible.
    #[must_use]
    pub const fn after(self, act: CampaignAct) -> Option<Self> {
        use CampaignAct as A;
        use CampaignState as S;
        match (self, act) {
            (S::Draft | S::AwaitingApproval | S::Overdue, A::Launch) => Some(S::Scheduled),
            (S::AwaitingApproval | S::Scheduled | S::Overdue, A::Withdraw) => Some(S::Draft),
            // Nothing is left of a plan that was not made: it is frozen whole, with the act that ends the planning.
            (S::Scheduled | S::Planning, A::MissDue) => Some(S::Overdue),
            (S::Scheduled, A::Plan) => Some(S::Planning),
            (S::Planning, A::Send) | (S::Paused, A::Resume) | (S::Finished, A::Reopen) => Some(S::Sending),
            (S::Sending, A::Pause) => Some(S::Paused),
            (S::Sending, A::Finish) => Some(S::Finished),
            (S::Planning | S::Sending, A::Fail) => Some(S::Failed),
            (
                S::Draft
                | S::AwaitingApproval
                | S::Scheduled
                | S::Overdue
                | S::Planning
                | S::Sending
                | S::Paused,
                A::Cancel,
            ) => Some(S::Cancelled),
            _ => None,
        }
    }

    /// Whether it is on its way: it may then not be put away.
    #[must_use]
    pub const fn is_under_way(self) -> bool {
        matches!(self, Self::Scheduled | Self::Overdue | Self::Planning | Self::Sending | Self::Paused)
    }

    /// Whether it was launched, so that it has figures.
    #[must_use]
    pub const fn has_figures(self) -> bool {
        matches!(self, Self::Sending | Self::Paused | Self::Finished | Self::Cancelled | Self::Failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{prelude::*, sample::select};

    const ENDS: [CampaignState; 3] =
        [CampaignState::Finished, CampaignState::Cancelled, CampaignState::Failed];

    const REOPENED: (CampaignAct, CampaignState, CampaignState) =
        (CampaignAct::Reopen, CampaignState::Finished, CampaignState::Sending);

    proptest! {
        #[test]
        fn nothing_leaves_an_end_but_what_is_finished_and_reopened(acts in prop::collection::vec(select(CampaignAct::ALL), 0..20)) {
            let walk = acts.iter().try_fold((CampaignState::Draft, false), |(state, ended), act| {
                match state.after(*act) {
                    Some(next) if ended && (*act, state, next) != REOPENED => Err(()),
                    Some(next) => Ok((next, ENDS.contains(&next))),
                    None => Ok((state, ended)),
                }
            });
            prop_assert!(walk.is_ok());
        }

        #[test]
        fn nothing_is_sent_that_nobody_launched(acts in prop::collection::vec(select(CampaignAct::ALL), 0..20)) {
            let state = acts.iter().filter(|act| **act != CampaignAct::Launch)
                .fold(CampaignState::Draft, |state, act| state.after(*act).unwrap_or(state));
            prop_assert!(matches!(state, CampaignState::Draft | CampaignState::Cancelled));
        }
    }

    #[test]
    fn everything_before_the_end_can_be_called_off() {
        for state in CampaignState::ALL {
            assert_eq!(state.after(CampaignAct::Cancel).is_none(), ENDS.contains(state), "{state}");
        }
    }

    #[test]
    fn a_paused_campaign_goes_on_only_when_it_is_let() {
        let possible: Vec<_> =
            CampaignAct::ALL.iter().filter(|act| CampaignState::Paused.after(**act).is_some()).collect();
        assert_eq!(possible, [&CampaignAct::Resume, &CampaignAct::Cancel]);
    }
}
