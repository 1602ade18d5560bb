//! Requests whose members are a call each, several of them at a time.

use std::sync::OnceLock;

use futures_util::{StreamExt, stream};
use tokio::time::Instant;

use crate::{Gate, Outcome, Scope, Timeouts};

/// Sends the messages, so many at once; tells how each ended, in their order.
///
/// What concerns the account or the campaign ends the request: what is not begun by then stays so, and so does what the gate does not
/// let in. And nothing is begun once half the time of a call has passed: then the last answer still comes within the lease of a batch.
pub(crate) async fn each<F>(messages: Vec<F>, at_once: usize, timeouts: Timeouts, gate: &Gate) -> Outcome
where
    F: Future<Output = Outcome>,
{
    let work = Work { until: Instant::now() + timeouts.whole / 2, halted: OnceLock::new(), gate };
    let turns: Vec<_> =
        messages.into_iter().enumerate().map(|(member, message)| work.turn(member, message)).collect();
    Outcome::Each(stream::iter(turns).buffered(at_once.max(1)).collect().await)
}

struct Work<'a> {
    gate: &'a Gate,
    /// No message is begun after this.
    until: Instant,
    /// Why nothing more is begun.
    halted: OnceLock<Outcome>,
}

impl Work<'_> {
    async fn turn(&self, member: usize, message: impl Future<Output = Outcome>) -> Outcome {
        if let Some(why) = self.halted.get() {
            return why.clone();
        }
        if Instant::now() >= self.until {
            return slow();
        }
        if !self.gate.lets_in_by_turns(member).await {
            return Outcome::Unbegun;
        }
        // Something may have been said while it waited for its turn.
        if let Some(why) = self.halted.get() {
            return why.clone();
        }
        let outcome = message.await;
        if concerns_all(&outcome) {
            self.halted.get_or_init(|| outcome.clone());
        }
        outcome
    }
}

const fn concerns_all(outcome: &Outcome) -> bool {
    matches!(
        outcome,
        Outcome::Retry { scope: Scope::Account, .. }
            | Outcome::Refused { scope: Scope::Account | Scope::Campaign, .. }
    )
}

/// A provider that is too slow for its work gets a rest.
fn slow() -> Outcome {
    let detail = "the provider does not answer in time".into();
    Outcome::Retry { after: None, code: "slow".into(), detail, scope: Scope::Account }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::{
            Arc,
            atomic::{AtomicUsize, Ordering},
        },
        time::Duration,
    };

    use super::*;
    use crate::{Meter, gate::ALWAYS_OPEN};

    fn refused(code: &str, scope: Scope) -> Outcome {
        Outcome::Refused { code: code.into(), detail: String::new(), scope }
    }

    #[tokio::test]
    async fn members_end_in_their_order_whichever_is_answered_first() {
        let codes = ["a", "b", "c", "d"];
        let (first, told) = tokio::sync::oneshot::channel();
        let mut gate = (Some(told), Some(first));
        let messages = codes.map(|code| {
            let wait = if code == "a" { gate.0.take() } else { None };
            let open = if code == "d" { gate.1.take() } else { None };
            async move {
                if let Some(open) = open {
                    open.send(()).unwrap();
                }
                if let Some(wait) = wait {
                    wait.await.unwrap();
                }
                refused(code, Scope::Request)
            }
        });
        let ended = each(messages.into(), 4, Timeouts::default(), &ALWAYS_OPEN).await;
        assert_eq!(ended, Outcome::Each(codes.map(|code| refused(code, Scope::Request)).into()));
    }

    #[tokio::test]
    async fn after_a_no_that_concerns_all_nothing_more_is_begun() {
        for scope in [Scope::Account, Scope::Campaign] {
            let begun = AtomicUsize::new(0);
            let messages = (0..5).map(|_| async {
                begun.fetch_add(1, Ordering::Relaxed);
                refused("190", scope)
            });
            let ended = each(messages.collect(), 1, Timeouts::default(), &ALWAYS_OPEN).await;
            assert_eq!(ended, Outcome::Each(vec![refused("190", scope); 5]));
            assert_eq!(begun.into_inner(), 1);
        }
    }

    #[tokio::test]
    async fn who_waits_for_a_turn_is_not_begun_after_a_no_that_concerns_all() {
        let meter = Arc::new(Meter::default());
        meter.limit(Some(1));
        let begun = AtomicUsize::new(0);
        let messages = (0..2).map(|_| async {
            begun.fetch_add(1, Ordering::Relaxed);
            tokio::task::yield_now().await;
            refused("190", Scope::Account)
        });
        let gate = Gate::closing_after(Duration::from_secs(60)).metered(meter);
        let ended = each(messages.collect(), 2, Timeouts::default(), &gate).await;
        assert_eq!(ended, Outcome::Each(vec![refused("190", Scope::Account); 2]));
        assert_eq!(begun.into_inner(), 1);
    }

    #[tokio::test]
    async fn what_concerns_one_person_keeps_nobody_else_from_being_sent_to() {
        let messages = (0..5).map(|_| async { refused("131026", Scope::Request) });
        let ended = each(messages.collect(), 1, Timeouts::default(), &ALWAYS_OPEN).await;
        assert_eq!(ended, Outcome::Each(vec![refused("131026", Scope::Request); 5]));
    }

    #[tokio::test]
    async fn nothing_is_begun_after_half_the_time_of_a_call() {
        let timeouts = Timeouts { connect: Duration::ZERO, whole: Duration::ZERO };
        let messages = (0..2).map(|_| async { panic!("it was begun") });
        let ended = each(messages.collect(), 1, timeouts, &ALWAYS_OPEN).await;
        assert_eq!(ended, Outcome::Each(vec![slow(); 2]));
    }

    #[tokio::test]
    async fn nothing_is_begun_once_the_gate_is_closed_and_nobody_is_blamed_for_it() {
        let messages = (0..3).map(|_| async { refused("131026", Scope::Request) });
        let gate = Gate::closing_after(Duration::ZERO);
        let ended = each(messages.collect(), 1, Timeouts::default(), &gate).await;
        let begun = refused("131026", Scope::Request);
        assert_eq!(ended, Outcome::Each(vec![begun, Outcome::Unbegun, Outcome::Unbegun]));
    }
}
