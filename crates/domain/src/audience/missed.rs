//! Those whom a campaign by WhatsApp was to reach and did not.

use std::{fmt, str::FromStr};

use crate::{
    delivery::DeliveryState,
    ids::CampaignId,
    provider::Provider,
    report::ReasonCount,
    text::words,
    whatsapp::{Cause, code_of},
};

use super::ExclusionReason;

/// Beyond the highest code of either provider.
const CODES: u32 = 200_000;

words! {
    /// Why somebody was not reached.
    MissedReason {
        /// Held back by Meta, which delivers no more marketing to them for now (131049, 63049).
        Capped = "capped",
        /// Not on WhatsApp, or out of its reach.
        Unreachable = "unreachable",
        /// Refused for whatever reason.
        Refused = "refused",
    }
}

/// Those whom a campaign did not reach, for a reason: the value of a condition on [`super::Field::Missed`], `{campaign}/{reason}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missed {
    /// The campaign.
    pub campaign: CampaignId,
    /// Why.
    pub reason: MissedReason,
}

impl fmt::Display for Missed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.campaign, self.reason)
    }
}

impl FromStr for Missed {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (campaign, reason) = text.split_once('/').ok_or(())?;
        let (campaign, reason) = (campaign.parse().map_err(drop)?, reason.parse().map_err(drop)?);
        Ok(Self { campaign, reason })
    }
}

impl MissedReason {
    const fn cause(self) -> Option<Cause> {
        match self {
            Self::Capped => Some(Cause::Capped),
            Self::Unreachable => Some(Cause::Unreachable),
            Self::Refused => None,
        }
    }

    /// The codes of the providers that say so, ascending; none where any refusal does.
    #[must_use]
    pub fn codes(self) -> Option<Vec<u32>> {
        let cause = self.cause()?;
        let says = |code: &u32| {
            [Provider::Meta, Provider::Twilio].iter().any(|provider| Cause::of(*provider, *code) == cause)
        };
        Some((0..CODES).filter(says).collect())
    }

    /// The word with which our own rules drop a message for it; none where they never do.
    #[must_use]
    pub const fn dropped(self) -> Option<ExclusionReason> {
        match self {
            Self::Capped => Some(ExclusionReason::Capped),
            Self::Unreachable | Self::Refused => None,
        }
    }

    /// How many of a report's lost messages were lost for it.
    #[must_use]
    pub fn count(self, reasons: &[ReasonCount]) -> i64 {
        reasons.iter().filter(|reason| self.covers(reason)).map(|reason| reason.deliveries).sum()
    }

    fn covers(self, reason: &ReasonCount) -> bool {
        match (reason.state, self.cause()) {
            (DeliveryState::Refused, None) => true,
            (DeliveryState::Refused, Some(cause)) => code_of(&reason.code).is_some_and(|code| {
                [Provider::Meta, Provider::Twilio].iter().any(|provider| Cause::of(*provider, code) == cause)
            }),
            (DeliveryState::Dropped, _) => {
                self.dropped().is_some_and(|dropped| dropped.as_str() == reason.code)
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_condition_names_comes_back_from_its_text() {
        let id: CampaignId = "0190f2a0-7c1e-7000-8000-5d2b7f3a91c2".parse().unwrap();
        for reason in MissedReason::ALL {
            let missed = Missed { campaign: id, reason: *reason };
            assert_eq!(missed.to_string().parse(), Ok(missed));
        }
        for wrong in ["", "capped", "x/capped", "0190f2a0-7c1e-7000-8000-5d2b7f3a91c2/late"] {
            assert_eq!(wrong.parse::<Missed>(), Err(()), "{wrong}");
        }
    }

    #[test]
    fn both_providers_codes_for_a_cap_and_our_own_drop_count_and_nothing_else_does() {
        assert_eq!(MissedReason::Capped.codes(), Some(vec![63_049, 131_049]));
        let lost = |state, code: &str, deliveries| ReasonCount { state, code: code.into(), deliveries };
        let reasons = [
            lost(DeliveryState::Refused, "131049 Healthy ecosystem", 30),
            lost(DeliveryState::Refused, "63049", 5),
            lost(DeliveryState::Dropped, "capped", 2),
            lost(DeliveryState::Dropped, "no_consent", 11),
            lost(DeliveryState::Refused, "131026 Undeliverable", 7),
            lost(DeliveryState::Failed, "131049", 13),
        ];
        let counted = MissedReason::ALL.iter().map(|reason| reason.count(&reasons)).collect::<Vec<_>>();
        assert_eq!(counted, [37, 7, 42]);
    }
}
