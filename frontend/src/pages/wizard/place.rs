//! Where each step is taken: an e-mail part says its own message, and leaves every other step to its main campaign.

use domain::{CampaignId, campaign::Campaign};

use super::step::Step;
use crate::i18n::{Locale, td_string};

/// A step, and the campaign whose page it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) step: Step,
    pub(super) id: CampaignId,
    /// Whether it is the message of the e-mail part.
    pub(super) is_part: bool,
}

impl Place {
    /// All of them, in their order.
    pub(super) fn all(campaign: &Campaign) -> Vec<Self> {
        let main = campaign.part_of.unwrap_or(campaign.id);
        let part = campaign.part_of.map_or(campaign.email_part, |_| Some(campaign.id));
        let of = |step| {
            let of_part = part.filter(|_| step == Step::Content).map(|id| Self { step, id, is_part: true });
            std::iter::once(Self { step, id: main, is_part: false }).chain(of_part)
        };
        Step::ALL.into_iter().flat_map(of).collect()
    }

    /// Its name; where there are two messages, each by its channel.
    pub(super) fn name(self, l: Locale, among: &[Self]) -> &'static str {
        let two = among.iter().any(|place| place.is_part);
        match (self.step, self.is_part) {
            (_, true) => td_string!(l, wizard.email),
            (Step::Content, false) if two => td_string!(l, wizard.whatsapp),
            (step, false) => crate::words::step(l, step),
        }
    }

    /// Its address.
    pub(super) fn href(self) -> String {
        self.step.href(self.id)
    }
}
