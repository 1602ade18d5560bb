//! Dead ends: messages that no provider took for sure, or that it took and nobody got, and what a person may decide about them.

use super::{Contribution, DeliveryState, Mark, Marks, Standing};
use crate::text::words;

words! {
    /// Where a message ended that no provider took for sure.
    DeadEnd {
        /// Nobody knows whether it was taken.
        Unknown = "unknown",
        /// Retries are used up, or the message has no form for this person: a dead letter.
        Failed = "failed",
        /// The provider refused it for good and never took it, or took it and refused it later for what may pass: a dead letter.
        Refused = "refused",
    }
}

words! {
    /// What a person decides about dead ends.
    EndDecision {
        /// Those whose outcome is unknown are sent again, at the risk that somebody gets the message twice.
        Resend = "resend",
        /// Those whose outcome is unknown count as sent.
        Accept = "accept",
        /// Dead letters are sent again: nobody got them.
        Replay = "replay",
    }
}

impl DeadEnd {
    /// The code of a dead letter of which nobody knew, and that never arrived at its provider: nobody gets it twice by a replay.
    pub const NEVER_ARRIVED: &'static str = "never_arrived";

    /// The dead end that a delivery is at; none where it is at none.
    #[must_use]
    pub fn of(standing: &Standing) -> Option<Self> {
        if standing.marks.has(Mark::Accepted) && !standing.is_refused_for_now() {
            return None;
        }
        match standing.state {
            DeliveryState::Unknown => Some(Self::Unknown),
            DeliveryState::Failed => Some(Self::Failed),
            DeliveryState::Refused => Some(Self::Refused),
            _ => None,
        }
    }

    /// How a delivery stands of which nobody knew, once it is known that its provider never got it: a dead letter, which may be sent again
    /// without risk. None for any other delivery, and where an earlier try may have arrived: silence about the last one says nothing of it.
    #[must_use]
    pub fn never_arrived(standing: &Standing) -> Option<Standing> {
        let is_first = !standing.marks.has(Mark::Doubted);
        (Self::of(standing)? == Self::Unknown && is_first).then(|| {
            let failed = Contribution::ours(DeliveryState::Failed, Some(Self::NEVER_ARRIVED.to_owned()));
            standing.clone().after(&failed)
        })
    }

    /// The state of the deliveries that are at it.
    #[must_use]
    pub const fn state(self) -> DeliveryState {
        match self {
            Self::Unknown => DeliveryState::Unknown,
            Self::Failed => DeliveryState::Failed,
            Self::Refused => DeliveryState::Refused,
        }
    }
}

impl EndDecision {
    /// The dead ends that may be decided so.
    #[must_use]
    pub const fn about(self) -> &'static [DeadEnd] {
        match self {
            Self::Resend | Self::Accept => &[DeadEnd::Unknown],
            Self::Replay => &[DeadEnd::Failed, DeadEnd::Refused],
        }
    }

    /// Whether messages leave by it.
    #[must_use]
    pub const fn sends(self) -> bool {
        matches!(self, Self::Resend | Self::Replay)
    }

    /// How a delivery stands once it is decided so; none where it is not at a dead end that this is about. What leaves again
    /// begins anew: it was neither refused nor did it fail. That it was in doubt is remembered: a no to the next try settles nothing.
    #[must_use]
    pub fn apply(self, standing: &Standing) -> Option<Standing> {
        DeadEnd::of(standing).filter(|end| self.about().contains(end))?;
        if self.sends() {
            let marks = Marks(standing.marks.0 & !Mark::Refused.bit());
            let marks = if self == Self::Resend { marks.with(Mark::Doubted) } else { marks };
            let anew = || Standing { state: DeliveryState::Planned, code: None, marks };
            return Some(standing.repeated().unwrap_or_else(anew));
        }
        let marks = [Mark::Accepted, Mark::AcceptedOnWord].into_iter().collect();
        let word = Contribution { state: Some(DeliveryState::Accepted), code: None, marks };
        Some(standing.clone().after(&word))
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, sample::select};

    use super::*;
    use crate::report::{Figures, difference};

    fn standing(state: DeliveryState, marks: Marks) -> Standing {
        Standing { state, code: Some("550".into()), marks: marks.with(Mark::Planned) }
    }

    proptest! {
        #[test]
        fn whatever_is_decided_figures_balance_and_nobody_who_was_taken_is_written_to_again(
            end in select(DeadEnd::ALL), state in select(DeliveryState::ALL), taken: bool,
            decision in select(EndDecision::ALL),
        ) {
            let marks = if taken { Marks::default().with(Mark::Accepted) } else { Marks::default() };
            for before in [standing(end.state(), Contribution::ours(end.state(), None).marks), standing(state, marks)] {
                let after = decision.apply(&before);
                prop_assert!(after.is_none() || !before.marks.has(Mark::Accepted));
                prop_assert_eq!(after.is_some(), DeadEnd::of(&before).is_some_and(|end| decision.about().contains(&end)));
                let Some(after) = after else { continue };
                let mut figures = Figures::default();
                difference(None, &before).chain(difference(Some(&before), &after))
                    .for_each(|(counter, count)| figures.add(counter, count));
                prop_assert!(figures.balances(), "{:?}", figures);
                prop_assert_eq!(figures.waiting, i64::from(decision.sends()));
                prop_assert_eq!(decision.apply(&after), None, "decided once");
            }
        }
    }

    proptest! {
        #[test]
        fn only_of_whom_nobody_knew_it_is_found_out_that_the_message_never_arrived(
            state in select(DeliveryState::ALL), taken: bool,
        ) {
            let own = Contribution::ours(state, None).marks;
            let before = standing(state, if taken { own.with(Mark::Accepted) } else { own });
            let after = DeadEnd::never_arrived(&before);
            prop_assert_eq!(after.is_some(), state == DeliveryState::Unknown && !taken);
            let Some(after) = after else { return Ok(()) };
            let mut figures = Figures::default();
            difference(None, &before).chain(difference(Some(&before), &after))
                .for_each(|(counter, count)| figures.add(counter, count));
            prop_assert!(figures.balances(), "{:?}", figures);
            prop_assert_eq!((figures.failed, figures.unknown), (1, 0));
            prop_assert!(EndDecision::Replay.apply(&after).is_some());
        }
    }

    /// A message that its provider had taken, and refused in these words.
    fn refused_later(reason: &str) -> Standing {
        let marks = [Mark::Accepted, Mark::Sent, Mark::Refused].into_iter().collect();
        Standing { code: Some(reason.into()), ..standing(DeliveryState::Refused, marks) }
    }

    #[test]
    fn what_was_taken_and_refused_for_what_may_pass_is_replayed_and_nothing_else_that_was_taken_is() {
        for reason in ["131000 Something went wrong", "63018 Rate limit", "132015 Paused", "131042"] {
            let before = refused_later(reason);
            assert_eq!(DeadEnd::of(&before), Some(DeadEnd::Refused), "{reason}");
            let again = EndDecision::Replay.apply(&before).unwrap();
            assert_eq!((again.state, again.code), (DeliveryState::Planned, None));
            assert_eq!(again.marks, Marks::default().with(Mark::Planned), "{reason}");
            let arrived = Standing { marks: before.marks.with(Mark::Delivered), ..before };
            assert_eq!(DeadEnd::of(&arrived), None, "{reason}");
        }
        for reason in ["131026 Undeliverable", "131049 Capped", "131050", "131047", "550 no", "999999"] {
            assert_eq!(DeadEnd::of(&refused_later(reason)), None, "{reason}");
        }
    }

    #[test]
    fn of_whom_was_sent_again_in_doubt_no_silence_says_that_nothing_arrived() {
        let unknown = standing(DeliveryState::Unknown, Marks::default());
        let again = EndDecision::Resend.apply(&unknown).unwrap();
        assert_eq!((again.state, again.marks.has(Mark::Doubted)), (DeliveryState::Planned, true));
        let silent = Standing { state: DeliveryState::Unknown, ..again };
        assert_eq!((DeadEnd::of(&silent), DeadEnd::never_arrived(&silent)), (Some(DeadEnd::Unknown), None));
        let letter = DeadEnd::never_arrived(&unknown).unwrap();
        assert!(!EndDecision::Replay.apply(&letter).unwrap().marks.has(Mark::Doubted), "nobody got it");
    }

    #[test]
    fn what_counts_as_sent_on_a_persons_word_says_so() {
        let unknown = standing(DeliveryState::Unknown, Marks::default());
        let taken = EndDecision::Accept.apply(&unknown).unwrap();
        assert_eq!(taken.state, DeliveryState::Accepted);
        assert!(taken.marks.has(Mark::Accepted) && taken.marks.has(Mark::AcceptedOnWord));
    }
}
