//! Why deliveries are lost, counted as deliveries come and go.

use crate::delivery::{DeliveryState, Standing};

/// Why a delivery is lost.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reason {
    /// Where it ended.
    pub state: DeliveryState,
    /// The code or the provider's words; empty where there are none.
    pub code: String,
}

impl Reason {
    /// Why a delivery is lost that stands so; none where it is not.
    #[must_use]
    pub fn of(standing: &Standing) -> Option<Self> {
        let code = standing.code.clone().unwrap_or_default();
        standing.state.is_lost().then_some(Self { state: standing.state, code })
    }
}

/// Which reasons lose a delivery, and which gain it, when it comes to stand otherwise.
pub fn reasons(before: &Standing, after: &Standing) -> impl Iterator<Item = (Reason, i64)> {
    let (was, is) = (Reason::of(before), Reason::of(after));
    let changed = was != is;
    let counted = was.map(|reason| (reason, -1)).into_iter().chain(is.map(|reason| (reason, 1)));
    counted.filter(move |_| changed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::Marks;

    fn standing(state: DeliveryState, code: Option<&str>) -> Standing {
        Standing { state, code: code.map(str::to_owned), marks: Marks::default() }
    }

    fn counted(before: &Standing, after: &Standing) -> Vec<(DeliveryState, String, i64)> {
        reasons(before, after).map(|(reason, count)| (reason.state, reason.code, count)).collect()
    }

    #[test]
    fn only_the_lost_have_a_reason_and_a_missing_code_is_empty() {
        for state in DeliveryState::ALL {
            let reason = Reason::of(&standing(*state, None));
            assert_eq!(reason.is_some(), state.is_lost(), "{state}");
            assert!(reason.is_none_or(|reason| reason.code.is_empty()));
        }
    }

    #[test]
    fn a_delivery_is_counted_for_one_reason_at_a_time() {
        let waiting = standing(DeliveryState::Batched, Some("account_pace"));
        let soft = standing(DeliveryState::BouncedSoft, Some("452 full"));
        let hard = standing(DeliveryState::BouncedHard, Some("550 unknown"));
        assert_eq!(counted(&waiting, &soft), [(DeliveryState::BouncedSoft, "452 full".into(), 1)]);
        assert_eq!(
            counted(&soft, &hard),
            [
                (DeliveryState::BouncedSoft, "452 full".into(), -1),
                (DeliveryState::BouncedHard, "550 unknown".into(), 1)
            ]
        );
        assert_eq!(counted(&hard, &hard), []);
        assert_eq!(counted(&hard, &waiting), [(DeliveryState::BouncedHard, "550 unknown".into(), -1)]);
    }
}
