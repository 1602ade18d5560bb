//! Places at which a process can be told to die, so that it can be shown what it leaves. Only builds with the feature
//! `failpoints` have them, which `cargo xtask chaos` makes for itself; in every other build they are nothing.
//!
//! `EBVISION_XTASK_DIE_AT=while-recording:3` aborts the process, without any clean-up, when it passes that place for the third
//! time.

/// A place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place(&'static str);

/// The planner has written deliveries and batches, and not yet moved the campaign.
pub(crate) const WHILE_PLANNING: Place = Place("while-planning");
/// Everything is planned and not committed.
pub(crate) const BEFORE_PLAN_COMMIT: Place = Place("before-plan-commit");
/// A batch is claimed.
pub(crate) const AFTER_CLAIM: Place = Place("after-claim");
/// A batch is meant to be sent, and its first call is begun.
pub(crate) const AFTER_INTENT: Place = Place("after-intent");
/// A request has left, and its answer has not come.
pub(crate) const INSIDE_REQUEST: Place = Place("inside-request");
/// An answer has come.
pub(crate) const AFTER_ANSWER: Place = Place("after-answer");
/// An answer is recorded, the next call is begun, and neither is committed.
pub(crate) const WHILE_RECORDING: Place = Place("while-recording");
/// The same, committed.
pub(crate) const AFTER_RECORD: Place = Place("after-record");
/// Receipts are read and not committed.
pub(crate) const WHILE_READING: Place = Place("while-reading");
/// Receipts have become events.
pub(crate) const AFTER_READ: Place = Place("after-read");
/// Events are applied and not committed.
pub(crate) const WHILE_PROJECTING: Place = Place("while-projecting");

#[cfg(not(feature = "failpoints"))]
mod inert {
    use super::Place;

    /// Passes a place.
    pub(crate) const fn pass(_: Place) {}

    /// Passes a place that takes time.
    pub(crate) const fn during<W: Future>(_: Place, work: W) -> W {
        work
    }
}

#[cfg(feature = "failpoints")]
mod armed {
    use std::{
        env,
        process::abort,
        sync::{
            LazyLock,
            atomic::{AtomicU32, Ordering},
        },
        time::Duration,
    };

    use super::Place;

    /// Where to die, and how many passes are left until then.
    struct Doom {
        place: String,
        left: AtomicU32,
    }

    static DOOM: LazyLock<Option<Doom>> = LazyLock::new(|| {
        let told = env::var("EBVISION_XTASK_DIE_AT").ok()?;
        let (place, pass) = told.split_once(':')?;
        Some(Doom { place: place.to_owned(), left: AtomicU32::new(pass.parse().ok()?) })
    });

    /// Whether this is the pass at which to die.
    fn strikes(place: Place) -> bool {
        let doom = DOOM.as_ref().filter(|doom| doom.place == place.0);
        doom.is_some_and(|doom| doom.left.fetch_sub(1, Ordering::SeqCst) == 1)
    }

    /// How long after its beginning a process dies in the middle of something: long enough for a request on loopback to have
    /// left as a whole, and shorter than any answer that is kept back.
    const MIDDLE: Duration = Duration::from_millis(250);

    /// Passes a place that takes time, or dies in the middle.
    pub(crate) async fn during<W: Future>(place: Place, work: W) -> W::Output {
        if !strikes(place) {
            return work.await;
        }
        // Whoever is done before the middle is too early: that would be another place.
        let ended = tokio::time::timeout(MIDDLE, work).await;
        tracing::error!(?place, too_early = ended.is_ok(), "dies here, as it was told to");
        abort()
    }

    /// Passes a place, or dies there.
    pub(crate) fn pass(place: Place) {
        if strikes(place) {
            tracing::error!(?place, "dies here, as it was told to");
            abort()
        }
    }
}

#[cfg(feature = "failpoints")]
pub(crate) use armed::{during, pass};
#[cfg(not(feature = "failpoints"))]
pub(crate) use inert::{during, pass};
