//! Delivery of webhooks: late, shuffled, now and then twice; retried only as Brevo does.

use std::{sync::Arc, time::Duration};

use futures_util::{StreamExt, stream};
use tokio::{sync::Notify, time::Instant};

use super::{event::Event, payload::payload, webhooks::Webhook};
use crate::{faults::WebhookFaults, locked::Locked, sandbox::Sandbox};

/// Events in one batched post (developers.brevo.com/docs/batch-webhooks).
const BATCH_MAX: usize = 500;
/// Milliseconds at pace 1 that a batch is collected for; the real service takes five minutes.
const BATCH_EVERY: u64 = 1_000;
/// Milliseconds at pace 1 before each retry, for the real 10 minutes, 1, 2 and 8 hours.
const RETRIES: [u64; 4] = [2_000, 6_000, 12_000, 48_000];
/// A retry never comes sooner than this many milliseconds, whatever the pace.
const RETRY_MIN: u64 = 100;
/// Events that come twice, in percent.
const REPEATED: f64 = 2.0;
/// Posts at the same time.
const HANDS: usize = 8;

/// An event on its way to a webhook.
#[derive(Debug)]
struct Parcel {
    event: Arc<Event>,
    webhook: i64,
    due: Instant,
    order: u64,
    attempt: usize,
}

#[derive(Debug, Default)]
struct Queue {
    parcels: Vec<Parcel>,
    made: u64,
    at_work: usize,
    faults: WebhookFaults,
    /// When the batch that is being collected is closed.
    closes: Option<Instant>,
}

impl Queue {
    /// Batches are collected from the first event on.
    fn closing_time(&mut self, wait: Duration) -> Instant {
        let now = Instant::now();
        match self.closes.filter(|closes| *closes > now) {
            Some(closes) => closes,
            None => *self.closes.insert(now + wait),
        }
    }
}

/// All events on their way.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    queue: Locked<Queue>,
    changed: Notify,
}

impl Outbox {
    /// Takes an event for a webhook.
    pub(crate) fn queue(&self, sandbox: &Sandbox, event: &Arc<Event>, webhook: i64, batched: bool) {
        let subject = format!("{} {}", event.envelope.to.email, event.kind.payload());
        let pace = sandbox.settings.pace;
        let delay = pace.scale(sandbox.chance.millis(&subject, "post delay", 0, 1_500));
        let shuffle = sandbox.chance.number(&subject, "shuffle") % 12;
        let by_nature = sandbox.chance.happens(&subject, "repeat", REPEATED);
        self.queue.with(|queue| {
            let copies = if by_nature || queue.faults.duplicated { 2 } else { 1 };
            for _ in 0..copies {
                queue.made += 1;
                let order = if queue.faults.reversed { u64::MAX - queue.made } else { queue.made + shuffle };
                let due = if batched {
                    queue.closing_time(pace.scale(BATCH_EVERY))
                } else {
                    Instant::now() + delay
                };
                let event = Arc::clone(event);
                queue.parcels.push(Parcel { event, webhook, due, order, attempt: 0 });
            }
        });
        if by_nature {
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
    fn take_due(&self) -> Result<Vec<Parcel>, Option<Instant>> {
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

    fn put_back(&self, parcels: Vec<Parcel>) {
        self.queue.with(|queue| queue.parcels.extend(parcels));
    }

    fn round_done(&self) {
        self.queue.with(|queue| queue.at_work = 0);
    }

    fn in_order(&self) -> bool {
        self.queue.with(|queue| queue.faults.reversed)
    }
}

/// Posts events for as long as it is polled.
pub(crate) async fn deliver(sandbox: Arc<Sandbox>) {
    loop {
        match sandbox.outbox.take_due() {
            Ok(parcels) => {
                let hands = if sandbox.outbox.in_order() { 1 } else { HANDS };
                let posts = stream::iter(posts(&sandbox, parcels));
                posts.for_each_concurrent(hands, |(webhook, parcels)| post(&sandbox, webhook, parcels)).await;
                sandbox.outbox.round_done();
            }
            Err(Some(due)) => {
                tokio::select! {
                    () = tokio::time::sleep_until(due) => {}
                    () = sandbox.outbox.changed.notified() => {}
                }
            }
            Err(None) => sandbox.outbox.changed.notified().await,
        }
    }
}

/// Groups parcels by webhook and size. Those of a webhook that is gone are discarded.
fn posts(sandbox: &Sandbox, parcels: Vec<Parcel>) -> Vec<(Webhook, Vec<Parcel>)> {
    let mut posts: Vec<(Webhook, Vec<Parcel>)> = Vec::new();
    for parcel in parcels {
        let room = |(webhook, held): &&mut (Webhook, Vec<Parcel>)| {
            webhook.id == parcel.webhook && webhook.batched && held.len() < BATCH_MAX
        };
        if let Some((_, held)) = posts.iter_mut().rev().take(64).find(room) {
            held.push(parcel);
            continue;
        }
        match sandbox.brevo.with(|account| account.webhooks.get(&parcel.webhook).cloned()) {
            Some(webhook) => posts.push((webhook, vec![parcel])),
            None => sandbox.figures.with(|figures| figures.webhooks.discarded += 1),
        }
    }
    posts
}

/// What a receiver's answer means for the events of a post (developers.brevo.com/docs/retry-mechanism).
enum Fate {
    Arrived,
    Again,
    Discarded,
}

async fn post(sandbox: &Sandbox, webhook: Webhook, parcels: Vec<Parcel>) {
    let fate = match request(sandbox, &webhook, &parcels).send().await {
        Ok(response) if response.status().is_success() => Fate::Arrived,
        Ok(response) if response.status() == reqwest::StatusCode::TOO_MANY_REQUESTS => Fate::Again,
        Ok(response) => {
            tracing::warn!(status = %response.status(), url = webhook.url, "a webhook was refused: discarded");
            Fate::Discarded
        }
        Err(error) => {
            tracing::info!(%error, url = webhook.url, "a webhook did not get through");
            Fate::Again
        }
    };
    sandbox.figures.with(|figures| figures.webhooks.posts += 1);
    settle(sandbox, fate, parcels);
}

fn settle(sandbox: &Sandbox, fate: Fate, mut parcels: Vec<Parcel>) {
    let all = parcels.len();
    let retried = match fate {
        Fate::Again => {
            parcels.retain(|parcel| parcel.attempt < RETRIES.len());
            for parcel in &mut parcels {
                let wait = sandbox.settings.pace.scale(RETRIES[parcel.attempt]);
                parcel.due = Instant::now() + wait.max(Duration::from_millis(RETRY_MIN << parcel.attempt));
                parcel.attempt += 1;
            }
            let retried = parcels.len();
            sandbox.outbox.put_back(parcels);
            retried
        }
        Fate::Arrived | Fate::Discarded => 0,
    };
    sandbox.figures.with(|figures| {
        let webhooks = &mut figures.webhooks;
        webhooks.retried += retried;
        match fate {
            Fate::Arrived => webhooks.arrived += all,
            Fate::Again | Fate::Discarded => webhooks.discarded += all - retried,
        }
    });
}

fn request(sandbox: &Sandbox, webhook: &Webhook, parcels: &[Parcel]) -> reqwest::RequestBuilder {
    let objects: Vec<_> =
        parcels.iter().map(|parcel| payload(&parcel.event, webhook.id, sandbox.chance)).collect();
    let body = if webhook.batched {
        serde_json::Value::Array(objects)
    } else {
        objects.into_iter().next().unwrap_or_default()
    };
    let mut request = sandbox
        .web
        .post(&webhook.url)
        .header("User-Agent", "SendinBlue Webhook")
        .header("Content-Type", "application/json")
        .body(body.to_string());
    if let Some(auth) = webhook.auth.as_ref().filter(|auth| auth.kind == "bearer") {
        request = request.bearer_auth(&auth.token);
    }
    for header in &webhook.headers {
        request = request.header(&header.key, &header.value);
    }
    request
}
