//! A few first, then the rest: who leaves first, how long is waited, and what lets the others follow.

mod judge;
mod verdict;

use serde::{Deserialize, Serialize};

pub use verdict::{CanaryDecision, CanaryFinding, CanaryStanding};

use crate::{channel::Channel, problem::FieldReason, rules::Findings};

/// Longest wait: a week.
const HOURS_MAX: u32 = 168;
/// All of a hundred.
const HUNDRED: u32 = 100;

/// So many in a hundred of those delivered may opt out where nobody says otherwise; more stop a campaign by WhatsApp.
pub(crate) const OPT_OUTS_MAX: u32 = 3;
/// So many in a hundred may be lost where nobody says otherwise; more stop a campaign by WhatsApp.
pub(crate) const LOSSES_MAX: u32 = 20;

/// How many people leave first: a random few of the plan, other ones for each campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Slice {
    /// So many, at least 1.
    People(u32),
    /// So many in a hundred, 1 to 99.
    Percent(u32),
}

/// A few leave first; the rest follows by itself when they are well after a while, else a person decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Canary {
    /// How many leave first. An audience that is not larger leaves as a whole.
    pub slice: Slice,
    /// How many hours are waited once the last of them has left, 1 to 168.
    pub hours: u32,
    /// At least so many in a hundred of those delivered must have read it (WhatsApp only); none where it is not asked: readers may
    /// keep it to themselves.
    pub reads_min: Option<u32>,
    /// At most so many in a hundred of those delivered may opt out.
    pub opt_outs_max: u32,
    /// At most so many in a hundred of those who left may be held back, refused, bounced or lost otherwise.
    pub losses_max: u32,
}

impl Default for Canary {
    fn default() -> Self {
        let (opt_outs_max, losses_max) = (OPT_OUTS_MAX, LOSSES_MAX);
        Self { slice: Slice::Percent(10), hours: 4, reads_min: None, opt_outs_max, losses_max }
    }
}

impl Canary {
    /// How many of so many leave first; none where that is everybody.
    #[must_use]
    pub fn people(&self, planned: i64) -> Option<i64> {
        let people = match self.slice {
            Slice::People(people) => i64::from(people),
            Slice::Percent(percent) => (planned * i64::from(percent) + 99) / 100,
        };
        (people > 0 && people < planned).then_some(people)
    }

    pub(super) fn check(&self, findings: &mut Findings, under: &str, channel: Channel) {
        let (pointer, most) = match self.slice {
            Slice::People(_) => ("slice/people", u32::MAX),
            Slice::Percent(_) => ("slice/percent", HUNDRED - 1),
        };
        let (Slice::People(first) | Slice::Percent(first)) = self.slice;
        within(findings, format!("{under}/{pointer}"), first, 1, most);
        within(findings, format!("{under}/hours"), self.hours, 1, HOURS_MAX);
        within(findings, format!("{under}/opt_outs_max"), self.opt_outs_max, 0, HUNDRED);
        within(findings, format!("{under}/losses_max"), self.losses_max, 0, HUNDRED);
        match self.reads_min {
            Some(_) if channel == Channel::Email => {
                findings.add(format!("{under}/reads_min"), FieldReason::Channel, channel);
            }
            Some(reads) => within(findings, format!("{under}/reads_min"), reads, 1, HUNDRED),
            None => {}
        }
    }
}

fn within(findings: &mut Findings, pointer: String, number: u32, least: u32, most: u32) {
    if !(least..=most).contains(&number) {
        findings.add(pointer, FieldReason::Unknown, format!("{least}–{most}"));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn wrong(canary: &Canary, channel: Channel) -> Vec<String> {
        let mut findings = Findings::default();
        canary.check(&mut findings, "", channel);
        findings.verdict().err().unwrap_or_default().into_iter().map(|error| error.pointer).collect()
    }

    #[test]
    fn a_share_is_rounded_up_and_everybody_is_no_canary() {
        let of = |slice, planned| Canary { slice, ..Canary::default() }.people(planned);
        assert_eq!(of(Slice::Percent(10), 1_001), Some(101));
        assert_eq!(of(Slice::Percent(10), 1), None);
        assert_eq!(of(Slice::People(500), 501), Some(500));
        assert_eq!(of(Slice::People(500), 500), None);
        assert_eq!(of(Slice::People(500), 0), None);
    }

    proptest! {
        #[test]
        fn a_canary_is_never_nobody_and_never_everybody(percent in 1u32..100, planned in 0i64..10_000_000) {
            let people = Canary { slice: Slice::Percent(percent), ..Canary::default() }.people(planned);
            prop_assert!(people.is_none_or(|people| (1..planned).contains(&people)));
            prop_assert_eq!(people.is_none(), planned < 2 || (planned * i64::from(percent) + 99) / 100 >= planned);
        }
    }

    #[test]
    fn what_cannot_be_kept_is_refused_by_its_pointer() {
        let bad = Canary {
            slice: Slice::Percent(100),
            hours: 0,
            reads_min: Some(101),
            opt_outs_max: 101,
            losses_max: 101,
        };
        let pointers = ["/slice/percent", "/hours", "/opt_outs_max", "/losses_max", "/reads_min"];
        assert_eq!(wrong(&bad, Channel::Whatsapp), pointers);
        assert_eq!(
            wrong(&Canary { slice: Slice::People(0), ..Canary::default() }, Channel::Email),
            ["/slice/people"]
        );
        assert_eq!(wrong(&Canary::default(), Channel::Email), [""; 0]);
    }

    #[test]
    fn only_whatsapp_tells_who_read() {
        let reads = Canary { reads_min: Some(30), ..Canary::default() };
        assert_eq!(wrong(&reads, Channel::Email), ["/reads_min"]);
        assert_eq!(wrong(&reads, Channel::Whatsapp), [""; 0]);
    }
}
