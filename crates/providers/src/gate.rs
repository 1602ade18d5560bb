//! How long a call goes on beginning messages, where each of them is an act of its own.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    sync,
    time::{Instant, sleep_until},
};

use crate::Meter;

/// How long a call waits to begin its first message, and how long what it has announced may wait to leave once nothing more is begun:
/// then the campaign is to be looked at again. A little longer than the meter has anybody wait, where as many have just left as may.
const PATIENCE: Duration = Duration::from_millis(1_100);

/// The gate of one call: every message asks it before it is begun. It closes a while after the first was let in, or where none was
/// within little more than a second.
#[derive(Debug)]
pub struct Gate {
    /// How long it stays open once it has let a message in; none for as long as the call lasts.
    window: Option<Duration>,
    open: Mutex<Open>,
    /// What has left by the account; none where that is not asked.
    meter: Option<Arc<Meter>>,
    /// Whoever waits for the meter has those behind wait too.
    line: sync::Mutex<()>,
}

#[derive(Debug)]
struct Open {
    /// When it closes; none for never.
    until: Option<Instant>,
    /// How many members of the request come before the last that was let in, with it.
    let_in: usize,
}

/// A gate for calls of which all is to be sent: it never closes.
pub(crate) static ALWAYS_OPEN: Gate = Gate {
    window: None,
    open: Mutex::new(Open { until: None, let_in: 0 }),
    meter: None,
    line: sync::Mutex::const_new(()),
};

impl Gate {
    /// A gate that stays open so long once it has let the first message in. Its call begins now.
    #[must_use]
    pub fn closing_after(window: Duration) -> Self {
        Self::opened_at(Instant::now(), window)
    }

    /// The same, whose [turns](Self::lets_in_by_turns) come as the meter has them leave, beside what leaves by other gates with it.
    #[must_use]
    pub fn metered(self, meter: Arc<Meter>) -> Self {
        Self { meter: Some(meter), ..self }
    }

    /// Whether a member of the request, counted from 0, may be begun, once the meter lets it leave. Whoever is let in begins it now; those
    /// who wait are let in in their order.
    pub async fn lets_in_by_turns(&self, member: usize) -> bool {
        let Some(meter) = &self.meter else { return self.lets_in(member) };
        let _turn = self.line.lock().await;
        while !self.is_closed() {
            match meter.pass(Instant::now()) {
                Ok(()) => return self.lets_in(member),
                Err(free_at) => {
                    sleep_until(self.closes_at().map_or(free_at, |until| until.min(free_at))).await
                }
            }
        }
        false
    }

    /// Whether a member of the request, counted from 0, may be begun. Whoever is let in begins it now.
    #[must_use]
    pub fn lets_in(&self, member: usize) -> bool {
        self.lets_in_at(member, Instant::now())
    }

    /// How many members of the request may have been begun: none after these was.
    #[must_use]
    pub fn let_in(&self) -> usize {
        self.lock().let_in
    }

    /// Whether it lets nobody in any more.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.is_closed_since(Instant::now())
    }

    /// Whether what was announced and has not left is to stay here: the gate has been closed for so long that somebody may have decided
    /// something since.
    pub(crate) fn is_long_closed(&self) -> bool {
        Instant::now().checked_sub(PATIENCE).is_some_and(|then| self.is_closed_since(then))
    }

    fn opened_at(now: Instant, window: Duration) -> Self {
        let open = Open { until: Some(now + PATIENCE), let_in: 0 };
        Self { window: Some(window), open: Mutex::new(open), meter: None, line: sync::Mutex::default() }
    }

    fn lets_in_at(&self, member: usize, now: Instant) -> bool {
        let Some(window) = self.window else { return true };
        let mut open = self.lock();
        if open.until.is_some_and(|until| until <= now) {
            return false;
        }
        if open.let_in == 0 {
            open.until = Some(now + window);
        }
        open.let_in = open.let_in.max(member + 1);
        true
    }

    fn is_closed_since(&self, then: Instant) -> bool {
        self.closes_at().is_some_and(|until| until <= then)
    }

    fn closes_at(&self) -> Option<Instant> {
        self.lock().until
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        // Both fields are written together: whoever panicked left none half done.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: Duration = Duration::from_millis(50);
    const MOMENT: Duration = Duration::from_millis(1);

    fn metered(per_second: u32) -> Arc<Meter> {
        let meter = Meter::default();
        meter.limit(Some(per_second));
        Arc::new(meter)
    }

    #[test]
    fn it_closes_a_window_after_the_first_was_let_in_however_late_that_came() {
        let begun = Instant::now();
        let gate = Gate::opened_at(begun, WINDOW);
        let first = begun + PATIENCE - MOMENT;
        assert!(gate.lets_in_at(0, first) && gate.lets_in_at(2, first + WINDOW - MOMENT));
        assert_eq!(gate.let_in(), 3);
        assert!(!gate.lets_in_at(3, first + WINDOW) && gate.is_closed_since(first + WINDOW));
        assert!(!gate.is_closed_since(first + WINDOW - MOMENT));
    }

    #[test]
    fn it_closes_where_nobody_came_for_long() {
        let begun = Instant::now();
        assert!(!Gate::opened_at(begun, WINDOW).lets_in_at(0, begun + PATIENCE));
    }

    #[tokio::test]
    async fn whoever_is_one_too_many_in_a_second_waits_for_a_place() {
        let (meter, begun) = (metered(3), Instant::now());
        let before = Gate::closing_after(WINDOW).metered(meter.clone());
        assert!(before.lets_in_by_turns(0).await);
        let gate = Gate::closing_after(2 * PATIENCE).metered(meter);
        let seen = tokio::join!(gate.lets_in_by_turns(0), gate.lets_in_by_turns(1), gate.lets_in_by_turns(2));
        assert_eq!(seen, (true, true, true));
        assert!(begun.elapsed() >= Duration::from_secs(1), "the first of this second left by another gate");
    }

    #[tokio::test]
    async fn whoever_comes_when_a_place_has_just_become_free_comes_after_those_who_wait_for_it() {
        let gate = Gate::closing_after(60 * PATIENCE).metered(metered(1));
        assert!(gate.lets_in_by_turns(0).await);
        let let_in = Mutex::new(Vec::new());
        let come = async |member| {
            assert!(gate.lets_in_by_turns(member).await);
            let_in.lock().unwrap().push(member);
        };
        tokio::join!(come(1), async {
            std::thread::sleep(PATIENCE);
            come(2).await;
        });
        assert_eq!(let_in.into_inner().unwrap(), [1, 2]);
    }

    #[tokio::test]
    async fn whoever_waits_for_a_place_until_the_gate_closes_is_not_let_in() {
        let gate = Gate::closing_after(WINDOW).metered(metered(1));
        assert!(gate.lets_in_by_turns(0).await);
        assert_eq!((gate.lets_in_by_turns(1).await, gate.let_in()), (false, 1));
    }

    #[test]
    fn the_one_for_whole_calls_never_closes() {
        assert!(ALWAYS_OPEN.lets_in(0));
        assert!(ALWAYS_OPEN.lets_in_at(1, Instant::now() + PATIENCE * 1_000));
    }
}
