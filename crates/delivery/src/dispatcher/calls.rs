//! The calls of a batch that are still to be made: by the provider's plan, or cut window by window as they leave.

use std::{collections::VecDeque, sync::Arc};

use chrono::TimeDelta;
use providers::{Batch, Connection, Gate, Meter, Request, Windowed};

use super::lanes::Share;

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
    /// How many messages the first call carries; none for its share.
    room: Option<usize>,
    last: Option<Last>,
}

/// How the last call went.
#[derive(Debug, Clone, Copy)]
struct Last {
    /// How many messages it carried.
    messages: usize,
    time: TimeDelta,
    /// How many calls were made meanwhile, itself among them.
    together: usize,
}

impl Calls {
    /// The calls of a batch.
    pub(super) fn of(connection: &dyn Connection, batch: &Batch) -> Self {
        let capabilities = connection.capabilities();
        let most = capabilities.batch_max.max(1);
        let window = capabilities.windowed.map(|by| Window { next: 0, by, most, room: None, last: None });
        let ready = if window.is_none() { connection.plan(batch) } else { Vec::new() };
        Self { ready: ready.into(), window }
    }

    /// The next call; none after the last.
    pub(super) fn next(&mut self, batch: &Batch, share: Share) -> Option<Request> {
        self.ready.pop_front().or_else(|| self.window.as_mut()?.cut(batch, share))
    }

    /// Two calls take the place of one.
    pub(super) fn halve(&mut self, call: &Request, batch: &Batch) {
        let halves = call.halves(batch.key()).into_iter().flatten().rev();
        halves.for_each(|half| self.ready.push_front(half));
    }

    /// How long a call begins messages, as the account's meter has them leave; none where it is not one for each message.
    pub(super) fn gate(&self, meter: Arc<Meter>) -> Option<Gate> {
        self.window.as_ref().map(|window| Gate::closing_after(window.by.begins_for).metered(meter))
    }

    /// A call has begun no more than the members before this one: further calls carry the others.
    pub(super) fn left(&mut self, call: &Request, first: usize, batch: &Batch) {
        match &mut self.window {
            Some(window) if window.next == call.members.end => window.next = first,
            _ => self.ready.push_front(Request::of(batch.key(), first..call.members.end)),
        }
    }

    /// Over how many connections messages leave that are an act each; none where they leave together.
    pub(super) fn connections(&self) -> Option<usize> {
        self.window.as_ref().map(|window| window.by.connections)
    }

    /// The first call carries so many messages.
    pub(super) fn begin_with(&mut self, room: usize) {
        if let Some(window) = &mut self.window {
            window.room = Some(room);
        }
    }

    /// Notes how long a call took that has begun so many messages, while so many calls were made; tells how many all of those bring within
    /// a window.
    pub(super) fn went(&mut self, messages: usize, time: TimeDelta, together: usize) -> usize {
        let Some(window) = &mut self.window else { return 0 };
        let last = Last { messages, time, together };
        window.last = Some(last);
        last.of_all(window.by) as usize
    }
}

impl Window {
    fn cut(&mut self, batch: &Batch, share: Share) -> Option<Request> {
        let left = batch.people().saturating_sub(self.next);
        let size = self.room.filter(|_| self.last.is_none()).unwrap_or_else(|| self.size(share));
        let beyond = self.next + size.min(self.most).min(left);
        let members = std::mem::replace(&mut self.next, beyond)..beyond;
        (!members.is_empty()).then(|| Request::of(batch.key(), members))
    }

    /// A message for each connection of this batch's share, and as many as go within the window at the rate of the last call: no more
    /// than all connections together bring in that time, less what other calls hold that have begun and are not recorded. A slow
    /// database lets calls wait for their record, and leaves no more in doubt for that. Where calls are quick each keeps its share of the
    /// connections: what others hold is recorded in a moment.
    fn size(&self, share: Share) -> usize {
        let of_this_batch = share.of(self.by.connections);
        let fast = self.last.map_or(0, |last| last.within(self.by) as usize);
        let brought = self.last.map_or(0, |last| last.of_all(self.by) as usize);
        let of_all = self.by.connections.saturating_add(brought);
        let size = of_this_batch.saturating_add(fast).min(of_all.saturating_sub(share.begun));
        size.max(of_this_batch.min(fast)).clamp(1, self.most)
    }
}

impl Last {
    /// How many messages went within a window, at its rate.
    fn within(self, by: Windowed) -> f64 {
        let time = self.time.num_microseconds().unwrap_or(i64::MAX).max(1);
        self.messages as f64 * by.begins_for.as_micros() as f64 / time as f64
    }

    /// How many all calls brought that were made meanwhile.
    fn of_all(self, by: Windowed) -> f64 {
        self.within(by) * self.together.max(1) as f64
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

    fn alone(lanes: usize) -> Share {
        Share { lanes, begun: 0 }
    }

    /// The size of a window after a call of so many messages that took so many milliseconds, beside so many others.
    fn sized(last: Option<(usize, i64, usize)>, share: Share) -> usize {
        let last = last.map(|(messages, milliseconds, together)| Last {
            messages,
            time: TimeDelta::milliseconds(milliseconds),
            together,
        });
        Window { next: 0, by: Windowed::untold(8), most: 1_000, room: None, last }.size(share)
    }

    fn window(last: Option<(usize, i64)>, lanes: usize) -> usize {
        sized(last.map(|(messages, time)| (messages, time, 1)), alone(lanes))
    }

    #[test]
    fn the_first_window_is_a_message_for_each_connection_and_then_what_goes_in_50_ms_beside() {
        assert_eq!(window(None, 1), 8);
        assert_eq!(window(Some((8, 100)), 1), 8 + 4);
        assert_eq!(window(Some((100, 50)), 1), 8 + 100);
        assert_eq!(window(Some((100, 0)), 1), 1_000, "never more than a request takes");
    }

    #[test]
    fn the_first_call_carries_as_many_as_there_was_room_for() {
        let batch = batch(20);
        let window = Window { next: 0, by: Windowed::untold(8), most: 1_000, room: None, last: None };
        let mut calls = Calls { ready: VecDeque::new(), window: Some(window) };
        calls.begin_with(2);
        assert_eq!(calls.next(&batch, alone(1)).unwrap().members, 0..2);
        calls.went(2, TimeDelta::milliseconds(600), 1);
        assert_eq!(calls.next(&batch, alone(1)).unwrap().members, 2..10);
    }

    #[test]
    fn what_a_call_did_not_begin_is_what_the_next_one_begins_with() {
        let batch = batch(20);
        let window = Window { next: 0, by: Windowed::untold(8), most: 1_000, room: None, last: None };
        let mut calls = Calls { ready: VecDeque::new(), window: Some(window) };
        let first = calls.next(&batch, alone(1)).unwrap();
        calls.left(&first, 3, &batch);
        assert_eq!((first.members, calls.next(&batch, alone(1)).unwrap().members), (0..8, 3..11));
        let left = calls.next(&batch, alone(1)).unwrap();
        calls.left(&left, left.members.start, &batch);
        assert_eq!(calls.next(&batch, alone(1)), Some(left), "also where it began none");
    }

    #[test]
    fn calls_that_wait_for_their_record_leave_the_others_no_more_than_all_connections_bring_within_a_window()
    {
        let last = Some((32, 100, 1));
        assert_eq!(sized(last, alone(4)), 2 + 16);
        assert_eq!(sized(last, Share { lanes: 4, begun: 10 }), 8 + 16 - 10);
        assert_eq!(sized(last, Share { lanes: 4, begun: 24 }), 2, "each goes on");
        assert_eq!(
            sized(Some((4, 400, 2)), Share { lanes: 2, begun: 8 }),
            1,
            "where calls are slow with no more than it must"
        );
        let shared = Some((8, 100, 4));
        assert_eq!(sized(shared, Share { lanes: 4, begun: 3 * 6 }), 2 + 4, "the rate was a quarter's");
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
            begun: usize,
            together: usize,
        ) {
            let last = Some(Last { messages: members, time: TimeDelta::microseconds(time), together });
            let size = Window { next: 0, by: Windowed::untold(0), most, room: None, last }.size(Share { lanes, begun });
            prop_assert!((1..=most).contains(&size));
        }
    }
}
