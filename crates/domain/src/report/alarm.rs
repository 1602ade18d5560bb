//! When a campaign does harm: thresholds that warn, and thresholds that stop it (words.md "Figures").

use super::{Figures, Rate};
use crate::{
    campaign::{LOSSES_MAX, OPT_OUTS_MAX},
    channel::Channel,
    text::words,
};

words! {
    /// A threshold that a campaign passed. Those that stop it are the reason of its pause, word for word.
    Alarm {
        /// 2 % of those with a known end bounced because the address does not exist.
        HardBouncesRising = "hard_bounces_rising",
        /// 0.1 % of those delivered complained.
        ComplaintsRising = "complaints_rising",
        /// 5 % of those with a known end bounced because the address does not exist: the campaign stops.
        HardBounces = "hard_bounces",
        /// 0.3 % of those delivered complained: the campaign stops.
        Complaints = "complaints",
        /// 50 were refused and nobody was taken: what is wrong is the message, not the people. The campaign stops.
        NobodyTaken = "nobody_taken",
        /// 20, and 5 % of those with an answer, were refused or bounced for who sends (5.7.x): the campaign stops.
        PolicyRefusals = "policy_refusals",
        /// More than 20 % were refused, most of them after they had been taken (WhatsApp): the campaign stops.
        Losses = "losses",
        /// More than 3 % of those delivered opted out (WhatsApp): the campaign stops, before Meta stops its number.
        OptOuts = "opt_outs",
    }
}

/// How many must have been delivered, or have bounced or by WhatsApp been refused, before anything is judged.
const KNOWN_ENDS: i64 = 200;
/// How many refusals without a single acceptance are no chance any more.
const REFUSALS: i64 = 50;
/// How many refusals for who sends are no mood of one receiver any more.
const POLICY_REFUSALS: i64 = 20;

impl Alarm {
    /// Whether the campaign stops, rather than a person being warned.
    #[must_use]
    pub const fn stops(self) -> bool {
        !matches!(self, Self::HardBouncesRising | Self::ComplaintsRising)
    }

    /// Nobody bounces or calls spam by WhatsApp, which tells refusals and opt-outs instead: those of an e-mail are its canary's alone.
    const fn is_of(self, channel: Channel) -> bool {
        match self {
            Self::NobodyTaken => true,
            Self::Losses | Self::OptOuts => matches!(channel, Channel::Whatsapp),
            _ => matches!(channel, Channel::Email),
        }
    }

    /// A share tells nothing before enough are known.
    const fn is_passed(self, figures: &Figures, policy: i64) -> bool {
        let known = match self {
            Self::NobodyTaken => return self.is_reached(figures),
            Self::PolicyRefusals => return is_burst(figures, policy),
            Self::Losses | Self::OptOuts => figures.delivered + lost(figures),
            _ => known_ends(figures),
        };
        known >= KNOWN_ENDS && self.is_reached(figures)
    }

    /// Whether the threshold is reached, however few are known; that of refusals for who sends is no matter of figures.
    pub(crate) const fn is_reached(self, figures: &Figures) -> bool {
        match self {
            Self::HardBouncesRising => is_too_much(hard_bounce_rate(figures), 20),
            Self::ComplaintsRising => is_too_much(figures.complaint_rate(), 1),
            Self::HardBounces => is_too_much(hard_bounce_rate(figures), 50),
            Self::Complaints => is_too_much(figures.complaint_rate(), 3),
            Self::NobodyTaken => figures.accepted == 0 && figures.refused_unaccepted >= REFUSALS,
            Self::PolicyRefusals => false,
            Self::Losses => loss_rate(figures).is_beyond(LOSSES_MAX),
            Self::OptOuts => figures.unsubscribe_rate().is_beyond(OPT_OUTS_MAX),
        }
    }
}

/// Whether so many were refused, or bounced, for who sends that it is no mood of one receiver.
const fn is_burst(figures: &Figures, policy: i64) -> bool {
    let answered = Rate { part: policy, whole: figures.accepted + figures.refused_unaccepted };
    policy >= POLICY_REFUSALS && is_too_much(answered, 50)
}

/// A provider's word may still be missing for many that it took: only known ends are counted.
const fn hard_bounce_rate(figures: &Figures) -> Rate {
    Rate { part: figures.bounced_hard, whole: known_ends(figures) }
}

/// Whether a rate has reached so many in a thousand.
const fn is_too_much(rate: Rate, per_mille: i64) -> bool {
    let Rate { part, whole } = rate;
    part > 0 && part * 1_000 >= whole * per_mille
}

/// Refused, before or after they were taken, or given up: what our own rules hold back is no harm.
const fn lost(figures: &Figures) -> i64 {
    figures.refused + figures.failed
}

/// Of those who left their number, or never will: a phone that is off for hours is no loss, and no reason to think losses many.
const fn loss_rate(figures: &Figures) -> Rate {
    let left = if figures.sent > figures.delivered { figures.sent } else { figures.delivered };
    Rate { part: lost(figures), whole: left + lost(figures) }
}

const fn known_ends(figures: &Figures) -> i64 {
    figures.delivered + figures.bounced
}

/// The figures as they are to be judged. Where nobody tells of deliveries (`told` is false), whoever was taken and has not bounced
/// counts as delivered: else bounces would be a share of themselves.
pub(crate) fn heard(figures: &Figures, told: bool) -> Figures {
    let unheard = figures.accepted - figures.bounced;
    let delivered = if told { figures.delivered } else { unheard.max(figures.delivered) };
    Figures { delivered, ..figures.clone() }
}

/// Every threshold of a channel that these figures have passed, in the order of definition: each is raised by itself, so that one that a
/// person has accepted never hides another. `told` is whether anybody tells of deliveries; `policy` is how many were refused, or
/// bounced, for who sends.
pub fn alarms(channel: Channel, figures: &Figures, told: bool, policy: i64) -> impl Iterator<Item = Alarm> {
    let figures = heard(figures, told);
    let of_channel = Alarm::ALL.iter().copied().filter(move |alarm| alarm.is_of(channel));
    of_channel.filter(move |alarm| alarm.is_passed(&figures, policy))
}

#[cfg(test)]
mod tests {
    use super::{Alarm as A, *};

    fn raised(delivered: i64, bounced_hard: i64, complained: i64) -> Vec<A> {
        alarms(
            Channel::Email,
            &Figures { delivered, bounced: bounced_hard, bounced_hard, complained, ..Figures::default() },
            true,
            0,
        )
        .collect()
    }

    #[test]
    fn nothing_is_judged_before_two_hundred_were_delivered_or_bounced() {
        assert_eq!(raised(99, 100, 50), []);
        assert_eq!(raised(100, 100, 0), [A::HardBouncesRising, A::HardBounces]);
    }

    #[test]
    fn two_in_a_hundred_hard_bounces_warn_and_five_stop() {
        assert_eq!(raised(981, 19, 0), []);
        assert_eq!(raised(980, 20, 0), [A::HardBouncesRising]);
        assert_eq!(raised(951, 49, 0), [A::HardBouncesRising]);
        assert_eq!(raised(950, 50, 0), [A::HardBouncesRising, A::HardBounces]);
    }

    #[test]
    fn one_complaint_in_a_thousand_warns_and_three_stop() {
        assert_eq!(raised(10_000, 0, 9), []);
        assert_eq!(raised(10_000, 0, 10), [A::ComplaintsRising]);
        assert_eq!(raised(10_000, 0, 29), [A::ComplaintsRising]);
        assert_eq!(raised(10_000, 0, 30), [A::ComplaintsRising, A::Complaints]);
    }

    #[test]
    fn bounces_that_pass_by_themselves_are_no_harm() {
        let soft = Figures { delivered: 900, bounced: 100, ..Figures::default() };
        assert_eq!(alarms(Channel::Email, &soft, true, 0).count(), 0);
    }

    #[test]
    fn where_nobody_tells_of_deliveries_bounces_are_a_share_of_those_taken() {
        let told_by_readers = |bounced_hard| {
            let figures = Figures { accepted: 10_000, delivered: 150, bounced_hard, ..Figures::default() };
            alarms(Channel::Email, &Figures { bounced: bounced_hard, ..figures }, false, 0)
                .collect::<Vec<_>>()
        };
        assert_eq!(told_by_readers(199), []);
        assert_eq!(told_by_readers(200), [A::HardBouncesRising]);
        assert_eq!(told_by_readers(500), [A::HardBouncesRising, A::HardBounces]);
    }

    #[test]
    fn both_harms_are_told_and_neither_hides_the_other() {
        let both = [A::HardBouncesRising, A::ComplaintsRising, A::HardBounces, A::Complaints];
        assert_eq!(raised(900, 100, 9), both);
    }

    #[test]
    fn a_burst_of_refusals_for_who_sends_stops_and_a_few_of_them_do_not() {
        let raised = |policy, refused_unaccepted, accepted| {
            let figures = Figures { refused_unaccepted, accepted, ..Figures::default() };
            alarms(Channel::Email, &figures, true, policy).collect::<Vec<_>>()
        };
        assert_eq!(raised(19, 19, 20), []);
        assert_eq!(raised(20, 20, 20), [A::PolicyRefusals]);
        assert_eq!(raised(20, 20, 380), [A::PolicyRefusals]);
        assert_eq!(raised(20, 20, 381), []);
        assert_eq!(raised(0, 40, 400), [], "others are no matter of who sends");
    }

    #[test]
    fn fifty_refusals_and_nobody_taken_stop_but_one_who_was_taken_tells_that_the_message_is_not_to_blame() {
        let refused = |refused_unaccepted, accepted| {
            let figures = Figures { refused_unaccepted, accepted, ..Figures::default() };
            alarms(Channel::Whatsapp, &figures, true, 0).collect::<Vec<_>>()
        };
        assert_eq!(refused(49, 0), []);
        assert_eq!(refused(50, 0), [A::NobodyTaken]);
        assert_eq!(refused(500, 1), []);
    }

    fn by_whatsapp(figures: &Figures) -> Vec<A> {
        alarms(Channel::Whatsapp, figures, true, 0).collect()
    }

    #[test]
    fn more_than_twenty_in_a_hundred_lost_after_they_were_taken_stop_a_campaign_by_whatsapp() {
        let of = |delivered, refused| Figures {
            accepted: 1_000,
            sent: delivered,
            delivered,
            refused,
            ..Figures::default()
        };
        assert_eq!(by_whatsapp(&of(0, 199)), [], "too few are known");
        assert_eq!(by_whatsapp(&of(0, 200)), [A::Losses]);
        assert_eq!(by_whatsapp(&of(800, 200)), []);
        assert_eq!(by_whatsapp(&of(800, 201)), [A::Losses]);
        assert_eq!(by_whatsapp(&Figures { failed: 1, ..of(800, 200) }), [A::Losses], "given up is lost too");
        assert_eq!(
            by_whatsapp(&Figures { sent: 800, ..of(200, 200) }),
            [],
            "a phone that is off loses nothing"
        );
        let email = Figures { bounced: 1, ..of(0, 200) };
        assert_eq!(alarms(Channel::Email, &email, true, 0).count(), 0, "of an e-mail bounces tell more");
    }

    #[test]
    fn more_than_three_opt_outs_in_a_hundred_stop_a_campaign_by_whatsapp() {
        let of = |delivered, unsubscribed| Figures { delivered, unsubscribed, ..Figures::default() };
        assert_eq!(by_whatsapp(&of(199, 100)), [], "too few are known");
        assert_eq!(by_whatsapp(&of(200, 6)), []);
        assert_eq!(by_whatsapp(&of(200, 7)), [A::OptOuts]);
        let email = of(200, 7);
        assert_eq!(
            alarms(Channel::Email, &email, true, 0).count(),
            0,
            "who leaves an e-mail list does no harm"
        );
    }
}
