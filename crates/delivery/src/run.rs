//! Repeats a stage until it is told to stop.

use std::{future::Future, time::Duration};

use chrono::{DateTime, Utc};
use store::StoreError;
use tokio::sync::watch;

use crate::Bell;

/// How long a stage rests after a failure.
const AFTER_FAILURE: Duration = Duration::from_secs(5);

/// What a step found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Something was done, and more may be waiting: the next step follows at once.
    Worked,
    /// Nothing is waiting: the next step follows after the stage's rest.
    Idle,
    /// Nothing is waiting before then (UTC), which is sooner than after the stage's rest.
    Until(DateTime<Utc>),
}

/// The shortest rest: what comes back one by one is still carried by several.
const LEAST: Duration = Duration::from_millis(20);

/// A stage of the house.
pub trait Stage: Send + Sync + 'static {
    /// Its name, in the logs.
    const NAME: &'static str;
    /// How long it rests when nothing is waiting.
    const REST: Duration;
    /// The channels on which it is woken from its rest ([`store::signal::channel`]).
    const WAKES: &'static [&'static str] = &[];

    /// Does a bounded piece of work.
    fn step(&self, now: DateTime<Utc>) -> impl Future<Output = Result<Step, StoreError>> + Send;
}

/// Repeats a stage until `stop` turns true or its sender is gone; a step that has begun is always finished. A bell that rings
/// during a step is heard after it.
pub async fn run<S: Stage>(
    stage: &S,
    clock: fn() -> DateTime<Utc>,
    bell: &Bell,
    mut stop: watch::Receiver<bool>,
) {
    while !*stop.borrow() {
        let rest = match stage.step(clock()).await {
            Ok(Step::Worked) => continue,
            Ok(Step::Idle) => S::REST,
            Ok(Step::Until(then)) => (then - clock()).to_std().unwrap_or_default().clamp(LEAST, S::REST),
            Err(error) => {
                tracing::warn!(stage = S::NAME, %error, "a step failed; the stage tries again");
                AFTER_FAILURE
            }
        };
        tokio::select! {
            () = tokio::time::sleep(rest) => {}
            () = bell.rung() => {}
            changed = stop.changed() => if changed.is_err() { return },
        }
    }
}
