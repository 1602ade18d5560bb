//! The one decision of the domain as a table: one answer for each state of the ledger and each set of kinds.

use domain::{
    Channel,
    consent::{Answer, ConsentPolicy, Kinds, LedgerState, decide},
};

/// Every case in which somebody may be written to, column by column.
#[derive(Debug, Default)]
pub(super) struct Answers {
    pub(super) states: Vec<String>,
    pub(super) kinds: Vec<i16>,
    pub(super) grounds: Vec<String>,
}

impl Answers {
    pub(super) fn of(policy: &ConsentPolicy, channel: Channel) -> Self {
        let mut answers = Self::default();
        for state in LedgerState::ALL {
            for kinds in Kinds::all() {
                if let Answer::Yes(ground) = decide(policy, channel, *state, kinds) {
                    answers.states.push(state.to_string());
                    answers.kinds.push(kinds.0);
                    answers.grounds.push(ground.to_string());
                }
            }
        }
        answers
    }
}

/// The states in which nobody may be written to, whoever it is.
pub(super) fn refusals(policy: &ConsentPolicy, channel: Channel) -> Vec<String> {
    let never = |state: &&LedgerState| {
        Kinds::all().all(|kinds| decide(policy, channel, **state, kinds) == Answer::No)
    };
    LedgerState::ALL.iter().filter(never).map(ToString::to_string).collect()
}
