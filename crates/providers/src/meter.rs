//! How many messages a second leave by an account, counted as they leave.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

/// How long a message counts: a second, and by how much one may be longer on its way than the one that comes in its place. A claim's
/// place counts as long (`domain::pace`), so that nothing that was claimed in time waits here for long.
const COUNTS_FOR: Duration = Duration::from_millis(1_020);

/// What left an account of late, in one process. What was claimed in two different seconds may be ready to leave in one, after a stall:
/// the meter keeps it apart.
#[derive(Debug, Default)]
pub struct Meter(Mutex<Reading>);

#[derive(Debug, Default)]
struct Reading {
    per_second: Option<u32>,
    left: VecDeque<Instant>,
}

impl Meter {
    /// No more may leave in a second from now on; none for as many as there are.
    pub fn limit(&self, per_second: Option<u32>) {
        self.read().per_second = per_second;
    }

    /// Counts a message that leaves now.
    ///
    /// # Errors
    /// When it may be tried again: as many as may have left within a second, and nothing is counted.
    pub(crate) fn pass(&self, now: Instant) -> Result<(), Instant> {
        self.read().pass(now)
    }

    fn read(&self) -> MutexGuard<'_, Reading> {
        // Every act leaves it whole: whoever panicked left nothing half done.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Reading {
    fn pass(&mut self, now: Instant) -> Result<(), Instant> {
        while self.left.pop_front_if(|then| *then + COUNTS_FOR <= now).is_some() {}
        let most =
            self.per_second.map_or(usize::MAX, |most| usize::try_from(most.max(1)).unwrap_or(usize::MAX));
        if let Some(beyond) = self.left.len().checked_sub(most) {
            return Err(self.left[beyond] + COUNTS_FOR);
        }
        self.left.push_back(now);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn whoever_comes_too_early_is_told_when_a_place_is_free() {
        let (meter, begun) = (Meter::default(), Instant::now());
        let at = |millis| begun + Duration::from_millis(millis);
        assert_eq!(meter.pass(at(0)), Ok(()), "without a limit nobody waits");
        meter.limit(Some(2));
        assert_eq!(meter.pass(at(500)), Ok(()));
        assert_eq!(meter.pass(at(600)), Err(at(1_020)), "what left before there was a limit counts");
        assert_eq!(meter.pass(at(1_020)), Ok(()));
        meter.limit(Some(1));
        assert_eq!(meter.pass(at(1_030)), Err(at(2_040)));
    }

    proptest! {
        #[test]
        fn no_second_ever_holds_more_than_its_limit_and_nobody_waits_for_nothing(
            most in 1u32..6, steps in prop::collection::vec(0u64..700, 1..80)
        ) {
            let meter = Meter::default();
            meter.limit(Some(most));
            let mut now = Instant::now();
            let mut left: Vec<Instant> = Vec::new();
            for step in steps {
                now += Duration::from_millis(step);
                let counting = left.iter().filter(|then| **then + COUNTS_FOR > now).count();
                let passed = meter.pass(now);
                prop_assert_eq!(passed.is_ok(), counting < most as usize);
                if let Err(free_at) = passed {
                    prop_assert!(free_at > now);
                    prop_assert!(meter.pass(free_at).is_ok());
                    now = free_at;
                }
                left.push(now);
            }
        }
    }
}
