//! How events change what is known of a delivery.

use super::{DeliveryState, Mark, Marks};
use crate::{
    channel::Channel,
    event::{BounceKind, Event, EventKind, Verdict},
    whatsapp::Cause,
};

/// What is known of a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Where it stands.
    pub state: DeliveryState,
    /// The code that came with the state; the smaller of two texts where both came with the same state.
    pub code: Option<String>,
    /// What was ever true of it.
    pub marks: Marks,
}

/// What one event says of a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contribution {
    /// The state that it proves; none for events that prove nothing of the way.
    pub state: Option<DeliveryState>,
    /// The code that comes with the state.
    pub code: Option<String>,
    /// The marks that it sets.
    pub marks: Marks,
}

impl Contribution {
    /// What we know ourselves, before or without any event: the end of our own queue, or the provider's answer to a send.
    #[must_use]
    pub fn ours(state: DeliveryState, code: Option<String>) -> Self {
        let mark = match state {
            DeliveryState::Accepted | DeliveryState::Held => Some(Mark::Accepted),
            DeliveryState::Refused => Some(Mark::Refused),
            _ => None,
        };
        Self { state: Some(state), code, marks: mark.into_iter().collect() }
    }

    /// The same of a message by a channel. By WhatsApp what arrived has left the provider, whether that was told or not: its statuses
    /// come in any order, and one may be missing.
    #[must_use]
    pub fn by(self, channel: Channel) -> Self {
        let left = channel == Channel::Whatsapp && self.marks.has(Mark::Delivered);
        Self { marks: if left { self.marks.with(Mark::Sent) } else { self.marks }, ..self }
    }
}

impl Standing {
    /// A delivery as planned, with what is known of its reader's consent to tracking.
    #[must_use]
    pub fn planned(opens_tracked: bool, clicks_tracked: bool) -> Self {
        let tracked = [(Mark::OpensTracked, opens_tracked), (Mark::ClicksTracked, clicks_tracked)];
        let marks = tracked.into_iter().filter_map(|(mark, granted)| granted.then_some(mark));
        Self { state: DeliveryState::Planned, code: None, marks: marks.chain([Mark::Planned]).collect() }
    }

    /// What is known after an event: never less than before, and the same whatever the order.
    #[must_use]
    pub fn after(self, told: &Contribution) -> Self {
        let (state, code) = match told.state {
            Some(state) if state > self.state => (state, told.code.clone()),
            Some(state) if state == self.state => (state, earliest(self.code, told.code.clone())),
            _ => (self.state, self.code),
        };
        Self { state, code, marks: complete(self.marks.join(told.marks)) }
    }

    /// Whether the provider refused it for what may pass, by its code: nobody is whom it could not reach another time.
    #[must_use]
    pub(super) fn is_refused_for_now(&self) -> bool {
        let cause = self.code.as_deref().and_then(Cause::told);
        let may_pass = cause.is_some_and(|cause| !cause.ruling().is_final());
        may_pass && self.state == DeliveryState::Refused && !self.marks.has(Mark::Delivered)
    }

    /// As it waits again, once the provider that took it has refused it for sure: it was neither taken nor refused. None where it stands
    /// elsewhere, above all where somebody received it after all.
    #[must_use]
    pub fn repeated(&self) -> Option<Self> {
        if self.state != DeliveryState::Refused || self.marks.has(Mark::Delivered) {
            return None;
        }
        let gone: Marks =
            [Mark::Refused, Mark::Accepted, Mark::AcceptedOnWord, Mark::Sent].into_iter().collect();
        Some(Self { state: DeliveryState::Planned, code: None, marks: Marks(self.marks.0 & !gone.0) })
    }
}

/// Marks that follow from others.
const fn complete(marks: Marks) -> Marks {
    let marks = follow(marks, Mark::OpensTracked, Mark::DeliveredOpensTracked);
    follow(marks, Mark::ClicksTracked, Mark::DeliveredClicksTracked)
}

const fn follow(marks: Marks, tracked: Mark, both: Mark) -> Marks {
    if marks.has(Mark::Delivered) && marks.has(tracked) { marks.with(both) } else { marks }
}

fn earliest(one: Option<String>, other: Option<String>) -> Option<String> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// What an event says of the delivery that it is about.
///
/// Opens and clicks that a provider counted by its own means say nothing: ours are counted (words.md "Figures").
#[must_use]
pub fn contribution(event: &Event) -> Contribution {
    if event.foreign {
        return Contribution { state: None, code: None, marks: Marks::default() };
    }
    let bounce = event.bounce.unwrap_or(BounceKind::Soft);
    Contribution { state: state(event, bounce), code: code(event), marks: marks(event, bounce) }
}

fn state(event: &Event, bounce: BounceKind) -> Option<DeliveryState> {
    match event.kind {
        // Nobody clicks in what never arrived.
        EventKind::Clicked if event.verdict == Verdict::Human => Some(DeliveryState::Delivered),
        EventKind::Accepted | EventKind::Deferred => Some(DeliveryState::Accepted),
        EventKind::Held => Some(DeliveryState::Held),
        EventKind::Sent => Some(DeliveryState::Sent),
        EventKind::Delivered => Some(DeliveryState::Delivered),
        EventKind::Read => Some(DeliveryState::Read),
        EventKind::Refused | EventKind::DroppedByProvider => Some(DeliveryState::Refused),
        EventKind::Bounced => Some(DeliveryState::bounced(bounce)),
        _ => None,
    }
}

fn code(event: &Event) -> Option<String> {
    match event.kind {
        EventKind::Bounced | EventKind::Refused | EventKind::DroppedByProvider => event.reason.clone(),
        _ => None,
    }
}

fn marks(event: &Event, bounce: BounceKind) -> Marks {
    let human = event.verdict == Verdict::Human;
    let marks: &[Mark] = match event.kind {
        EventKind::Accepted | EventKind::Deferred | EventKind::Held => &[Mark::Accepted],
        EventKind::Sent => &[Mark::Accepted, Mark::Sent],
        EventKind::Delivered => &[Mark::Accepted, Mark::Delivered],
        // What tells that somebody has read it may come without ever having told that it arrived.
        EventKind::Read => &[Mark::Accepted, Mark::Sent, Mark::Delivered, Mark::Read],
        EventKind::Bounced if bounce == BounceKind::Hard => {
            &[Mark::Accepted, Mark::Bounced, Mark::BouncedHard]
        }
        EventKind::Bounced => &[Mark::Accepted, Mark::Bounced],
        EventKind::Refused => &[Mark::Refused],
        EventKind::DroppedByProvider => &[Mark::Accepted, Mark::Refused],
        EventKind::Opened => &[opened(event.verdict)],
        EventKind::Clicked if human => &[Mark::Accepted, Mark::Delivered, Mark::ClickedHuman],
        EventKind::Clicked if event.verdict == Verdict::Machine => &[Mark::ClickedMachine],
        EventKind::Clicked => &[Mark::ClickedUnknown],
        EventKind::Unsubscribed | EventKind::OptedOut => &[Mark::Unsubscribed],
        EventKind::Complained => &[Mark::Complained],
        EventKind::Replied | EventKind::ButtonPressed => &[Mark::Replied],
        _ => &[],
    };
    marks.iter().copied().collect()
}

const fn opened(verdict: Verdict) -> Mark {
    match verdict {
        Verdict::Human => Mark::OpenedHuman,
        Verdict::Machine => Mark::OpenedMachine,
        Verdict::Unknown => Mark::OpenedUnknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        event::{MachineSign, Subject},
        provider::Provider,
        report::{Figures, difference},
    };
    use chrono::DateTime;
    use proptest::{prelude::*, sample::select};

    fn event(kind: EventKind, bounce: BounceKind, verdict: Verdict, reason: Option<String>) -> Event {
        Event {
            kind,
            bounce: (kind == EventKind::Bounced).then_some(bounce),
            provider: Some(Provider::Brevo),
            account: None,
            natural_key: String::new(),
            subject: Subject::Account,
            message_id: None,
            occurred_at: DateTime::UNIX_EPOCH,
            verdict,
            sign: (verdict == Verdict::Machine).then_some(MachineSign::UserAgent),
            reason,
            link: None,
            foreign: false,
        }
    }

    fn any_event() -> impl Strategy<Value = Event> {
        (
            select(EventKind::ALL),
            select(BounceKind::ALL),
            select(Verdict::ALL),
            prop::option::of("[a-c]{1,2}"),
        )
            .prop_map(|(kind, bounce, verdict, reason)| event(kind, bounce, verdict, reason))
    }

    fn tell<'a>(events: impl IntoIterator<Item = &'a Event>) -> Standing {
        events
            .into_iter()
            .fold(Standing::planned(true, false), |known, event| known.after(&contribution(event)))
    }

    proptest! {
        #[test]
        fn any_order_and_repetition_of_the_same_events_ends_in_the_same_place(
            (events, shuffled) in prop::collection::vec(any_event(), 0..12)
                .prop_flat_map(|events| {
                    let twice: Vec<_> = events.iter().chain(&events).cloned().collect();
                    (Just(events), Just(twice).prop_shuffle())
                })
        ) {
            prop_assert_eq!(tell(&events), tell(&shuffled));
        }

        #[test]
        fn no_event_ever_takes_anything_back(events in prop::collection::vec(any_event(), 0..12), last in any_event()) {
            let before = tell(&events);
            let after = before.clone().after(&contribution(&last));
            prop_assert!(after.state >= before.state);
            prop_assert_eq!(before.marks.beyond(after.marks).count(), 0);
        }
    }

    proptest! {
        #[test]
        fn only_what_was_refused_comes_again_and_figures_balance(
            events in prop::collection::vec(any_event(), 0..12)
        ) {
            let before = tell(&events);
            let Some(after) = before.repeated() else {
                prop_assert!(before.state != DeliveryState::Refused || before.marks.has(Mark::Delivered));
                return Ok(());
            };
            let mut figures = Figures::default();
            difference(None, &before).chain(difference(Some(&before), &after))
                .for_each(|(counter, count)| figures.add(counter, count));
            prop_assert!(figures.balances(), "{:?}", figures);
            prop_assert_eq!((figures.waiting, figures.refused, figures.accepted), (1, 0, 0));
            prop_assert_eq!(after.repeated(), None);
        }
    }

    #[test]
    fn a_bounce_after_the_delivery_is_kept_as_such() {
        let delivered = event(EventKind::Delivered, BounceKind::Soft, Verdict::Unknown, None);
        let bounced = event(
            EventKind::Bounced,
            BounceKind::Hard,
            Verdict::Unknown,
            Some("550-5.1.1 no such user".into()),
        );
        let known = tell([&delivered, &bounced]);
        assert_eq!(known.state, DeliveryState::BouncedHard);
        assert_eq!(known.code.as_deref(), Some("550-5.1.1 no such user"));
        assert!(known.marks.has(Mark::Delivered) && known.marks.has(Mark::BouncedHard));
    }

    #[test]
    fn what_arrived_by_whatsapp_has_left_though_nobody_told_and_by_email_nobody_counts_that() {
        for kind in [EventKind::Delivered, EventKind::Clicked] {
            let told = event(kind, BounceKind::Soft, Verdict::Human, None);
            assert!(contribution(&told).by(Channel::Whatsapp).marks.has(Mark::Sent), "{kind}");
            assert!(!contribution(&told).by(Channel::Email).marks.has(Mark::Sent), "{kind}");
        }
    }

    #[test]
    fn a_human_click_proves_the_delivery_and_a_scanners_does_not() {
        let click = |verdict| event(EventKind::Clicked, BounceKind::Soft, verdict, None);
        assert!(tell([&click(Verdict::Human)]).marks.has(Mark::Delivered));
        assert!(!tell([&click(Verdict::Machine)]).marks.has(Mark::Delivered));
    }

    #[test]
    fn opens_and_clicks_counted_by_the_provider_change_nothing() {
        let foreign =
            Event { foreign: true, ..event(EventKind::Opened, BounceKind::Soft, Verdict::Human, None) };
        assert_eq!(tell([&foreign]), Standing::planned(true, false));
    }

    #[test]
    fn delivered_is_counted_apart_for_those_whose_opens_may_be_tracked() {
        let known = tell([&event(EventKind::Delivered, BounceKind::Soft, Verdict::Unknown, None)]);
        assert!(known.marks.has(Mark::DeliveredOpensTracked));
        assert!(!known.marks.has(Mark::DeliveredClicksTracked));
    }
}
