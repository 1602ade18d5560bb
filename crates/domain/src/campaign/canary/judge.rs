//! Whether a canary is well.

use super::{Canary, CanaryFinding as F};
use crate::{
    channel::Channel,
    report::{Alarm, Figures, Rate, heard},
};

impl Canary {
    /// What speaks against sending the rest, by the figures of the canary alone; nothing where it is well. Of bounces and complaints
    /// the thresholds are those that stop a campaign, however few people these are. Where nobody tells of deliveries (`told` is
    /// false), whoever was taken and has not bounced counts as delivered.
    #[must_use]
    pub fn judge(&self, channel: Channel, figures: &Figures, told: bool) -> Vec<F> {
        let figures = heard(figures, told);
        F::ALL.iter().copied().filter(|finding| self.finds(*finding, channel, &figures)).collect()
    }

    fn finds(&self, finding: F, channel: Channel, figures: &Figures) -> bool {
        match finding {
            F::NobodyDelivered => figures.delivered == 0,
            F::HardBounces => Alarm::HardBounces.is_reached(figures),
            F::Complaints => Alarm::Complaints.is_reached(figures),
            F::OptOuts => figures.unsubscribe_rate().is_beyond(self.opt_outs_max),
            F::Losses => losses(figures).is_beyond(self.losses_max),
            F::Reads => {
                let asked = self.reads_min.filter(|_| channel == Channel::Whatsapp);
                let Rate { part, whole } = figures.read_rate();
                asked.is_some_and(|least| part * 100 < whole * i64::from(least))
            }
        }
    }
}

/// Whoever got nothing, of all who left.
const fn losses(figures: &Figures) -> Rate {
    let lost =
        figures.held + figures.refused + figures.bounced + figures.failed + figures.unknown + figures.dropped;
    Rate { part: lost, whole: figures.planned - figures.waiting }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A canary of 200 of whom all left and so many were delivered to.
    fn of(delivered: i64) -> Figures {
        Figures { planned: 200, accepted: 200, delivered, ..Figures::default() }
    }

    fn found(figures: &Figures) -> Vec<F> {
        Canary { reads_min: Some(30), ..Canary::default() }.judge(Channel::Whatsapp, figures, true)
    }

    #[test]
    fn a_canary_at_its_thresholds_is_well_and_one_beyond_is_not() {
        let well = Figures { read: 48, unsubscribed: 4, held: 20, refused: 20, ..of(160) };
        assert_eq!(found(&well), []);
        assert_eq!(found(&Figures { read: 47, ..well.clone() }), [F::Reads]);
        assert_eq!(found(&Figures { unsubscribed: 5, ..well.clone() }), [F::OptOuts]);
        assert_eq!(found(&Figures { dropped: 1, ..well }), [F::Losses]);
    }

    #[test]
    fn reads_are_asked_of_whatsapp_alone_and_only_where_somebody_asks() {
        let unread = of(200);
        assert_eq!(found(&unread), [F::Reads]);
        assert_eq!(Canary::default().judge(Channel::Whatsapp, &unread, true), []);
    }

    #[test]
    fn few_bounces_and_one_complaint_are_enough_in_a_small_slice() {
        let judged = |figures| Canary::default().judge(Channel::Email, &figures, true);
        assert_eq!(judged(Figures { bounced: 9, bounced_hard: 9, ..of(191) }), []);
        assert_eq!(judged(Figures { bounced: 10, bounced_hard: 10, ..of(190) }), [F::HardBounces]);
        assert_eq!(judged(Figures { complained: 1, ..of(200) }), [F::Complaints]);
    }

    #[test]
    fn silence_is_not_well_unless_the_provider_never_tells() {
        let judged = |told| Canary::default().judge(Channel::Email, &of(0), told);
        assert_eq!(judged(true), [F::NobodyDelivered]);
        assert_eq!(judged(false), []);
    }

    #[test]
    fn answers_speak_against_nobody() {
        assert_eq!(found(&Figures { read: 200, replied: 200, ..of(200) }), []);
    }
}
