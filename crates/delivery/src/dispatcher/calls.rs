//! The calls of a batch that are still to be made: by the provider's plan, or cut window by window as they leave.

use std::collections::VecDeque;

use chrono::TimeDelta;
use providers::{Batch, Connection, Gate, Request, Windowed};

/// The calls that are left.
#[derive(Debug, Clone)]
pub(super) struct Calls {
    ready: VecDeque<Request>,
    window: Option<Window>,
}

/// Where every message is an act of its own: how the next call is cut.
#[derive(Debug, Clone, Copy)]
struct Window {
    /// The first member that no call carries yet.
    next: usize,
    by: Windowed,
    most: usize,
    /// How many messages the last call carried, and in which time.
    last: Option<(usize, TimeDelta)>,
}

impl Calls {
    /// The calls of a batch.
    pub(super) fn of(connection: &dyn Connection, batch: &Batch) -> Self {
        let capabilities = connection.capabilities();
        let most = capabilities.batch_max.max(1);
        let window = capabilities.windowed.map(|by| Window { next: 0, by, most, last: None });
        let ready = if window.is_none() { connection.plan(batch) } else { Vec::new() };
        Self { ready: ready.into(), window }
    }

    /// The next call; none after the last. So many batches share the connections at this moment.
    pub(super) fn next(&mut self, batch: &Batch, lanes: usize) -> Option<Request> {
        self.ready.pop_front().or_else(|| self.window.as_mut()?.cut(batch, lanes))
    }

    /// Two calls take the place of one.
    pub(super) fn halve(&mut self, call: &Request, batch: &Batch) {
        let halves = call.halves(batch.key()).into_iter().flatten().rev();
        halves.for_each(|half| self.ready.push_front(half));
    }

    /// How long a call begins messages; none where it is not one for each message.
    pub(super) fn gate(&self) -> Option<Gate> {
        self.window.as_ref().map(|window| Gate::closing_after(window.by.begins_for))
    }

    /// A call has begun no more than the members before this one: further calls carry the others.
    pub(super) fn left(&mut self, call: &Request, first: usize, batch: &Batch) {
        match &mut self.window {
            Some(window) if window.next == call.members.end => window.next = first,
            _ => self.ready.push_front(Request::of(batch.key(), first..call.members.end)),
        }
    }

    /// Notes how long a call took that has begun so many.
    pub(super) fn went(&mut self, members: usize, time: TimeDelta) {
        if let Some(window) = &mut self.window {
            window.last = Some((members, time));
        }
    }
}

impl Window {
    fn cut(&mut self, batch: &Batch, lanes: usize) -> Option<Request> {
        let left = batch.people().saturating_sub(self.next);
        let beyond = self.next + self.size(lanes).min(left);
        let members = std::mem::replace(&mut self.next, beyond)..beyond;
        (!members.is_empty()).then(|| Request::of(batch.key(), members))
    }

    /// A message for each connection of this batch's share, and as many as go within the window at the rate of the last call.
    fn size(&self, lanes: usize) -> usize {
        let fast = self.last.map_or(0.0, |(members, time)| {
            let time = time.num_microseconds().unwrap_or(i64::MAX).max(1);
            members as f64 * self.by.begins_for.as_micros() as f64 / time as f64
        });
        self.by.connections.div_ceil(lanes.max(1)).max(1).saturating_add(fast as usize).min(self.most)
    }
}

#[cfg(test)]
mod tests {
    use domain::CampaignId;
    use proptest::prelude::*;
    use providers::{ApprovedTemplate, Form, WhatsappBatch, WhatsappRecipient};

    use super::*;

    fn batch(people: u32) -> Batch {
        let whose =
            |number| WhatsappRecipient { number, address: String::new(), form: Form::Text(String::new()) };
        let template = ApprovedTemplate {
            name: String::new(),
            language: String::new(),
            provider_id: String::new(),
            positional: false,
            media: None,
            places: Vec::new(),
        };
        let (key, campaign) = (Default::default(), CampaignId(Default::default()));
        Batch::Whatsapp(WhatsappBatch {
            key,
            campaign,
            template,
            recipients: (0..people).map(whose).collect(),
        })
    }

    fn window(last: Option<(usize, i64)>, lanes: usize) -> usize {
        let last = last.map(|(members, milliseconds)| (members, TimeDelta::milliseconds(milliseconds)));
        Window { next: 0, by: Windowed::untold(8), most: 1_000, last }.size(lanes)
    }

    #[test]
    fn the_first_window_is_a_message_for_each_connection_and_then_what_goes_in_50_ms_beside() {
        assert_eq!(window(None, 1), 8);
        assert_eq!(window(Some((8, 100)), 1), 8 + 4);
        assert_eq!(window(Some((100, 50)), 1), 8 + 100);
        assert_eq!(window(Some((100, 0)), 1), 1_000, "never more than a request takes");
    }

    #[test]
    fn what_a_call_did_not_begin_is_what_the_next_one_begins_with() {
        let batch = batch(20);
        let window = Window { next: 0, by: Windowed::untold(8), most: 1_000, last: None };
        let mut calls = Calls { ready: VecDeque::new(), window: Some(window) };
        let first = calls.next(&batch, 1).unwrap();
        calls.left(&first, 3, &batch);
        assert_eq!((first.members, calls.next(&batch, 1).unwrap().members), (0..8, 3..11));
        let left = calls.next(&batch, 1).unwrap();
        calls.left(&left, left.members.start, &batch);
        assert_eq!(calls.next(&batch, 1), Some(left), "also where it began none");
    }

    #[test]
    fn batches_on_their_way_together_begin_together_no_more_than_one_message_for_each_connection() {
        assert_eq!(window(None, 4) * 4, 8);
        assert_eq!(window(Some((8, 100)), 4), 2 + 4);
        assert_eq!(window(None, 32), 1, "each goes on");
    }

    proptest! {
        #[test]
        fn a_window_is_never_empty_and_never_too_large(
            members in 0usize..100_000,
            time: i64,
            most in 1usize..2_000,
            lanes in 0usize..100,
        ) {
            let last = Some((members, TimeDelta::microseconds(time)));
            let size = Window { next: 0, by: Windowed::untold(0), most, last }.size(lanes);
            prop_assert!((1..=most).contains(&size));
        }
    }
}
