//! How long a call goes on beginning messages, where each of them is an act of its own.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

/// How long a call waits to begin its first message, and how long what it has announced may wait to leave once nothing more is begun:
/// then the campaign is to be looked at again.
const PATIENCE: Duration = Duration::from_secs(1);

/// The gate of one call: every message asks it before it is begun. It closes a while after the first was let in, or where none was
/// within a second.
#[derive(Debug)]
pub struct Gate {
    /// How long it stays open once it has let a message in; none for as long as the call lasts.
    window: Option<Duration>,
    open: Mutex<Open>,
}

#[derive(Debug)]
struct Open {
    /// When it closes; none for never.
    until: Option<Instant>,
    /// How many members of the request come before the last that was let in, with it.
    let_in: usize,
}

/// A gate for calls of which all is to be sent: it never closes.
pub(crate) static ALWAYS_OPEN: Gate =
    Gate { window: None, open: Mutex::new(Open { until: None, let_in: 0 }) };

impl Gate {
    /// A gate that stays open so long once it has let the first message in. Its call begins now.
    #[must_use]
    pub fn closing_after(window: Duration) -> Self {
        Self::opened_at(Instant::now(), window)
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
        Self { window: Some(window), open: Mutex::new(open) }
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
        self.lock().until.is_some_and(|until| until <= then)
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
    fn it_closes_where_nobody_came_for_a_second() {
        let begun = Instant::now();
        assert!(!Gate::opened_at(begun, WINDOW).lets_in_at(0, begun + PATIENCE));
    }

    #[test]
    fn the_one_for_whole_calls_never_closes() {
        assert!(ALWAYS_OPEN.lets_in(0));
        assert!(ALWAYS_OPEN.lets_in_at(1, Instant::now() + PATIENCE * 1_000));
    }
}
