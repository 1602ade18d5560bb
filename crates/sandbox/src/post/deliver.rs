//! Posting what an outbox gives out, and trying again as its service does.

use std::{sync::Arc, time::Duration};

use futures_util::{StreamExt, stream};
use tokio::time::Instant;

use super::{Post, outbox::Parcel};
use crate::sandbox::Sandbox;

/// A retry never comes sooner than this many milliseconds, whatever the pace.
const RETRY_MIN: u64 = 100;
/// Posts at the same time.
const HANDS: usize = 8;

/// What is posted together: the webhook with its number, and the events.
struct Sack<E: Post> {
    number: i64,
    hook: E::Hook,
    parcels: Vec<Parcel<E>>,
}

/// Posts a service's events for as long as it is polled.
pub(crate) async fn deliver<E: Post>(sandbox: Arc<Sandbox>) {
    let outbox = E::outbox(&sandbox);
    loop {
        match outbox.take_due() {
            Ok(parcels) => {
                let hands = if outbox.in_order() { 1 } else { HANDS };
                let sacks = stream::iter(sacks(&sandbox, parcels));
                sacks.for_each_concurrent(hands, |sack| post(&sandbox, sack)).await;
                outbox.round_done();
            }
            Err(next) => outbox.wait(next).await,
        }
    }
}

/// Groups parcels by webhook and size. Those of a webhook that is gone are discarded.
fn sacks<E: Post>(sandbox: &Sandbox, parcels: Vec<Parcel<E>>) -> Vec<Sack<E>> {
    let mut sacks: Vec<Sack<E>> = Vec::new();
    for parcel in parcels {
        let room = |sack: &&mut Sack<E>| {
            sack.number == parcel.webhook && E::is_batched(&sack.hook) && sack.parcels.len() < E::EVENTS_MAX
        };
        if let Some(sack) = sacks.iter_mut().rev().take(64).find(room) {
            sack.parcels.push(parcel);
            continue;
        }
        let number = parcel.webhook;
        match E::hook(sandbox, number) {
            Some(hook) => sacks.push(Sack { number, hook, parcels: vec![parcel] }),
            None => sandbox.figures.with(|figures| figures.webhooks.discarded += 1),
        }
    }
    sacks
}

/// What a receiver's answer means for the events of a post.
enum Fate {
    Arrived,
    Again,
    Discarded,
}

async fn post<E: Post>(sandbox: &Sandbox, sack: Sack<E>) {
    let events: Vec<_> = sack.parcels.iter().map(|parcel| &*parcel.event).collect();
    let fate = match E::request(sandbox, &sack.hook, &events).send().await {
        Ok(response) if E::is_taken(response.status()) => Fate::Arrived,
        Ok(response) if E::comes_again(response.status()) => Fate::Again,
        Ok(response) => {
            tracing::warn!(status = %response.status(), url = %response.url(), "a webhook was refused: discarded");
            Fate::Discarded
        }
        Err(error) => {
            tracing::info!(%error, "a webhook did not get through");
            Fate::Again
        }
    };
    sandbox.figures.with(|figures| figures.webhooks.posts += 1);
    settle(sandbox, fate, sack.parcels);
}

fn settle<E: Post>(sandbox: &Sandbox, fate: Fate, parcels: Vec<Parcel<E>>) {
    let all = parcels.len();
    let retried = if matches!(fate, Fate::Again) { put_back(sandbox, parcels) } else { 0 };
    sandbox.figures.with(|figures| {
        let webhooks = &mut figures.webhooks;
        webhooks.retried += retried;
        match fate {
            Fate::Arrived => webhooks.arrived += all,
            Fate::Again | Fate::Discarded => webhooks.discarded += all - retried,
        }
    });
}

/// Puts back what has a retry left, and tells how many.
fn put_back<E: Post>(sandbox: &Sandbox, mut parcels: Vec<Parcel<E>>) -> usize {
    parcels.retain(|parcel| parcel.attempt < E::RETRIES.len());
    for parcel in &mut parcels {
        let wait = sandbox.settings.pace.scale(E::RETRIES[parcel.attempt]);
        parcel.due = Instant::now() + wait.max(Duration::from_millis(RETRY_MIN << parcel.attempt));
        parcel.attempt += 1;
    }
    let retried = parcels.len();
    E::outbox(sandbox).put_back(parcels);
    retried
}
