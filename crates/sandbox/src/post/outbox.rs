//! Events on their way to webhooks: late, shuffled, and now and then twice.

use std::{sync::Arc, time::Duration};

use tokio::{sync::Notify, time::Instant};

use super::Post;
use crate::{faults::WebhookFaults, locked::Locked, sandbox::Sandbox};

/// Milliseconds at pace 1 that a batch is collected for; Brevo takes five minutes, SendGrid thirty seconds.
const BATCH_EVERY: u64 = 1_000;
/// Events that come twice, in percent.
const REPEATED: f64 = 2.0;
/// Events that come late, behind many that happened after them, in percent.
const LATE: f64 = 5.0;

/// An event on its way to a webhook.
#[derive(Debug)]
pub(super) struct Parcel<E> {
    pub(super) event: Arc<E>,
    pub(super) webhook: i64,
    pub(super) due: Instant,
    order: u64,
    pub(super) attempt: usize,
}

/// What chance has decided for an event: the same for the same seed, address and event.
struct Lot {
    /// How long it takes.
    delay: Duration,
    /// Whether it misses this batch and the next.
    late: bool,
    /// How many places it falls back among those that are posted together.
    back: u64,
    twice: bool,
}

impl Lot {
    fn draw(sandbox: &Sandbox, event: &impl Post) -> Self {
        let subject = event.subject();
        let (chance, pace) = (sandbox.chance, sandbox.settings.pace);
        let late = chance.happens(&subject, "late", LATE);
        let (from, to) = if late { (2_000, 4_000) } else { (0, 1_500) };
        Self {
            delay: pace.scale(chance.millis(&subject, "post delay", from, to)),
            late,
            back: chance.number(&subject, "shuffle") % 12 + if late { 2_000 } else { 0 },
            twice: chance.happens(&subject, "repeat", REPEATED),
        }
    }
}

#[derive(Debug)]
struct Queue<E> {
    parcels: Vec<Parcel<E>>,
    made: u64,
    at_work: usize,
    faults: WebhookFaults,
    /// When the batch that is being collected is closed.
    closes: Option<Instant>,
}

impl<E> Queue<E> {
    fn push(&mut self, event: Arc<E>, webhook: i64, due: Instant, back: u64) {
        self.made += 1;
        let order = if self.faults.reversed { u64::MAX - self.made } else { self.made + back };
        self.parcels.push(Parcel { event, webhook, due, order, attempt: 0 });
    }

    /// Batches are collected from the first event on.
    fn closing_time(&mut self, wait: Duration) -> Instant {
        let now = Instant::now();
        match self.closes.filter(|closes| *closes > now) {
            Some(closes) => closes,
            None => *self.closes.insert(now + wait),
        }
    }
}

/// All events of a service on their way.
#[derive(Debug)]
pub(crate) struct Outbox<E> {
    queue: Locked<Queue<E>>,
    changed: Notify,
}

impl<E> Default for Outbox<E> {
    fn default() -> Self {
        let empty = Queue {
            parcels: Vec::new(),
            made: 0,
            at_work: 0,
            faults: WebhookFaults::default(),
            closes: None,
        };
        Self { queue: Locked::new(empty), changed: Notify::new() }
    }
}

impl<E: Post> Outbox<E> {
    /// Takes an event for a webhook.
    pub(crate) fn queue(&self, sandbox: &Sandbox, event: &Arc<E>, webhook: i64, batched: bool) {
        let lot = Lot::draw(sandbox, &**event);
        let collected = sandbox.settings.pace.scale(BATCH_EVERY);
        self.queue.with(|queue| {
            let copies = if lot.twice || queue.faults.duplicated { 2 } else { 1 };
            for _ in 0..copies {
                let due = match (batched, lot.late) {
                    (true, false) => queue.closing_time(collected),
                    (true, true) => queue.closing_time(collected) + collected * 2,
                    (false, _) => Instant::now() + lot.delay,
                };
                queue.push(Arc::clone(event), webhook, due, lot.back);
            }
        });
        if lot.twice {
            sandbox.figures.with(|figures| figures.webhooks.repeated += 1);
        }
        self.changed.notify_one();
    }

    /// Events that have not arrived yet.
    pub(crate) fn pending(&self) -> usize {
        self.queue.with(|queue| queue.parcels.len() + queue.at_work)
    }

    /// Sets what goes wrong with webhooks from now on.
    pub(crate) fn set_faults(&self, faults: WebhookFaults) {
        self.queue.with(|queue| queue.faults = faults);
        self.changed.notify_one();
    }

    /// Takes what is due, in the order of posting; or tells when the next is.
    pub(super) fn take_due(&self) -> Result<Vec<Parcel<E>>, Option<Instant>> {
        let now = Instant::now();
        self.queue.with(|queue| {
            if queue.faults.paused {
                return Err(None);
            }
            let mut due: Vec<_> = queue.parcels.extract_if(.., |parcel| parcel.due <= now).collect();
            if due.is_empty() {
                return Err(queue.parcels.iter().map(|parcel| parcel.due).min());
            }
            due.sort_by_key(|parcel| parcel.order);
            queue.at_work = due.len();
            Ok(due)
        })
    }

    /// Returns when there may be something to do again.
    pub(super) async fn wait(&self, until: Option<Instant>) {
        let due = async {
            match until {
                Some(until) => tokio::time::sleep_until(until).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = due => {}
            () = self.changed.notified() => {}
        }
    }

    /// Takes back what is tried again.
    pub(super) fn put_back(&self, parcels: Vec<Parcel<E>>) {
        self.queue.with(|queue| queue.parcels.extend(parcels));
    }

    /// What was taken has arrived, was given up, or was put back.
    pub(super) fn round_done(&self) {
        self.queue.with(|queue| queue.at_work = 0);
    }

    /// Whether one post must wait for the other.
    pub(super) fn in_order(&self) -> bool {
        self.queue.with(|queue| queue.faults.reversed)
    }
}
