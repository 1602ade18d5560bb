//! Counters: what one delivery adds to the figures of its campaign, by where it stands.

use super::Figures;
use crate::{
    delivery::{DeliveryState, Mark, Standing},
    text::words,
};

words! {
    /// A field of [`Figures`].
    Counter {
        /// See [`Figures::planned`].
        Planned = "planned",
        /// See [`Figures::waiting`].
        Waiting = "waiting",
        /// See [`Figures::accepted`].
        Accepted = "accepted",
        /// See [`Figures::held`].
        Held = "held",
        /// See [`Figures::sent`].
        Sent = "sent",
        /// See [`Figures::delivered`].
        Delivered = "delivered",
        /// See [`Figures::delivered_opens_tracked`].
        DeliveredOpensTracked = "delivered_opens_tracked",
        /// See [`Figures::delivered_clicks_tracked`].
        DeliveredClicksTracked = "delivered_clicks_tracked",
        /// See [`Figures::read`].
        Read = "read",
        /// See [`Figures::opened_human`].
        OpenedHuman = "opened_human",
        /// See [`Figures::opened_machine`].
        OpenedMachine = "opened_machine",
        /// See [`Figures::opened_unknown`].
        OpenedUnknown = "opened_unknown",
        /// See [`Figures::clicked_human`].
        ClickedHuman = "clicked_human",
        /// See [`Figures::clicked_machine`].
        ClickedMachine = "clicked_machine",
        /// See [`Figures::clicked_unknown`].
        ClickedUnknown = "clicked_unknown",
        /// See [`Figures::replied`].
        Replied = "replied",
        /// See [`Figures::unsubscribed`].
        Unsubscribed = "unsubscribed",
        /// See [`Figures::complained`].
        Complained = "complained",
        /// See [`Figures::bounced`].
        Bounced = "bounced",
        /// See [`Figures::bounced_hard`].
        BouncedHard = "bounced_hard",
        /// See [`Figures::refused`].
        Refused = "refused",
        /// See [`Figures::refused_unaccepted`].
        RefusedUnaccepted = "refused_unaccepted",
        /// See [`Figures::failed`].
        Failed = "failed",
        /// See [`Figures::unknown`].
        Unknown = "unknown",
        /// See [`Figures::dropped`].
        Dropped = "dropped",
        /// See [`Figures::cancelled`].
        Cancelled = "cancelled",
        /// See [`Figures::untracked_opens`].
        UntrackedOpens = "untracked_opens",
        /// See [`Figures::untracked_clicks`].
        UntrackedClicks = "untracked_clicks",
    }
}

impl Counter {
    /// Whether a delivery that stands so counts here.
    #[must_use]
    pub const fn counts(self, standing: &Standing) -> bool {
        let marks = standing.marks;
        match self {
            Self::Waiting => standing.state.is_waiting(),
            Self::RefusedUnaccepted => ended(standing, DeliveryState::Refused),
            Self::Failed => ended(standing, DeliveryState::Failed),
            Self::Unknown => ended(standing, DeliveryState::Unknown),
            Self::Dropped => ended(standing, DeliveryState::Dropped),
            Self::Cancelled => ended(standing, DeliveryState::Cancelled),
            Self::UntrackedOpens | Self::UntrackedClicks => false,
            Self::Planned => marks.has(Mark::Planned),
            Self::Accepted => marks.has(Mark::Accepted),
            Self::Held => standing.state.rank() == DeliveryState::Held.rank(),
            Self::Sent => marks.has(Mark::Sent),
            Self::Delivered => marks.has(Mark::Delivered),
            Self::DeliveredOpensTracked => marks.has(Mark::DeliveredOpensTracked),
            Self::DeliveredClicksTracked => marks.has(Mark::DeliveredClicksTracked),
            Self::Read => marks.has(Mark::Read),
            Self::OpenedHuman => marks.has(Mark::OpenedHuman),
            Self::OpenedMachine => marks.has(Mark::OpenedMachine),
            Self::OpenedUnknown => marks.has(Mark::OpenedUnknown),
            Self::ClickedHuman => marks.has(Mark::ClickedHuman),
            Self::ClickedMachine => marks.has(Mark::ClickedMachine),
            Self::ClickedUnknown => marks.has(Mark::ClickedUnknown),
            Self::Replied => marks.has(Mark::Replied),
            Self::Unsubscribed => marks.has(Mark::Unsubscribed),
            Self::Complained => marks.has(Mark::Complained),
            Self::Bounced => marks.has(Mark::Bounced),
            Self::BouncedHard => marks.has(Mark::BouncedHard),
            Self::Refused => marks.has(Mark::Refused),
        }
    }
}

/// Whether it ended so without a provider ever having taken it.
const fn ended(standing: &Standing, state: DeliveryState) -> bool {
    standing.state.rank() == state.rank() && !standing.marks.has(Mark::Accepted)
}

/// What the figures gain, or lose, when a delivery comes to stand otherwise; from nothing where it is new.
pub fn difference(before: Option<&Standing>, after: &Standing) -> impl Iterator<Item = (Counter, i64)> {
    Counter::ALL.iter().filter_map(move |counter| {
        let was = before.is_some_and(|standing| counter.counts(standing));
        match (was, counter.counts(after)) {
            (false, true) => Some((*counter, 1)),
            (true, false) => Some((*counter, -1)),
            _ => None,
        }
    })
}

impl Figures {
    /// Adds to one field.
    pub const fn add(&mut self, counter: Counter, count: i64) {
        *self.field(counter) += count;
    }

    /// Together with the totals of another campaign: each delivery is counted once.
    #[must_use]
    pub fn with(mut self, mut other: Self) -> Self {
        Counter::ALL.iter().for_each(|counter| self.add(*counter, *other.field(*counter)));
        self
    }

    const fn field(&mut self, counter: Counter) -> &mut i64 {
        match counter {
            Counter::Planned => &mut self.planned,
            Counter::Waiting => &mut self.waiting,
            Counter::Accepted => &mut self.accepted,
            Counter::Held => &mut self.held,
            Counter::Sent => &mut self.sent,
            Counter::Delivered => &mut self.delivered,
            Counter::DeliveredOpensTracked => &mut self.delivered_opens_tracked,
            Counter::DeliveredClicksTracked => &mut self.delivered_clicks_tracked,
            Counter::Read => &mut self.read,
            Counter::OpenedHuman => &mut self.opened_human,
            Counter::OpenedMachine => &mut self.opened_machine,
            Counter::OpenedUnknown => &mut self.opened_unknown,
            Counter::ClickedHuman => &mut self.clicked_human,
            Counter::ClickedMachine => &mut self.clicked_machine,
            Counter::ClickedUnknown => &mut self.clicked_unknown,
            Counter::Replied => &mut self.replied,
            Counter::Unsubscribed => &mut self.unsubscribed,
            Counter::Complained => &mut self.complained,
            Counter::Bounced => &mut self.bounced,
            Counter::BouncedHard => &mut self.bounced_hard,
            Counter::Refused => &mut self.refused,
            Counter::RefusedUnaccepted => &mut self.refused_unaccepted,
            Counter::Failed => &mut self.failed,
            Counter::Unknown => &mut self.unknown,
            Counter::Dropped => &mut self.dropped,
            Counter::Cancelled => &mut self.cancelled,
            Counter::UntrackedOpens => &mut self.untracked_opens,
            Counter::UntrackedClicks => &mut self.untracked_clicks,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, sample::select};

    use super::*;
    use crate::delivery::Marks;

    fn any_standing() -> impl Strategy<Value = Standing> {
        (select(DeliveryState::ALL), 0..1 << Mark::ALL.len()).prop_map(|(state, bits)| {
            let taken = state.rank() > DeliveryState::Refused.rank() || state == DeliveryState::Accepted;
            let taken = taken || matches!(state, DeliveryState::Held | DeliveryState::Sent);
            let marks = Marks(bits).with(Mark::Planned);
            let waiting = state.is_waiting();
            let marks = if taken { marks.with(Mark::Accepted) } else { marks };
            let marks = if waiting { Marks(marks.0 & !Mark::Accepted.bit()) } else { marks };
            Standing { state, code: None, marks }
        })
    }

    proptest! {
        #[test]
        fn planned_is_always_the_sum_of_where_deliveries_stand(
            walks in prop::collection::vec(prop::collection::vec(any_standing(), 1..6), 1..20)
        ) {
            let mut figures = Figures::default();
            for walk in &walks {
                let mut before = None;
                for standing in walk {
                    difference(before, standing).for_each(|(counter, count)| figures.add(counter, count));
                    before = Some(standing);
                }
            }
            prop_assert!(figures.balances(), "{:?}", figures);
            prop_assert_eq!(figures.planned, i64::try_from(walks.len()).unwrap());
        }
    }

    #[test]
    fn each_counter_is_a_field_of_the_figures_by_its_own_name() {
        for counter in Counter::ALL {
            let mut figures = Figures::default();
            figures.add(*counter, 7);
            let json = serde_json::to_value(&figures).unwrap();
            assert_eq!(json[counter.as_str()], 7, "{counter}");
            assert_eq!(json.as_object().unwrap().len(), Counter::ALL.len());
        }
    }
}
