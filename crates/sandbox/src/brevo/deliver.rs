//! Posting what the outbox gives out, and trying again only as Brevo does.

use std::{sync::Arc, time::Duration};

use futures_util::{StreamExt, stream};
use tokio::time::Instant;

use super::{outbox::Parcel, payload::payload, webhooks::Webhook};
use crate::sandbox::Sandbox;

/// Events in one batched post (developers.brevo.com/docs/batch-webhooks).
const BATCH_MAX: usize = 500;
/// Milliseconds at pace 1 before each retry, for the real 10 minutes, 1, 2 and 8 hours.
const RETRIES: [u64; 4] = [2_000, 6_000, 12_000, 48_000];
/// A retry never comes sooner than this many milliseconds, whatever the pace.
const RETRY_MIN: u64 = 100;
/// Posts at the same time.
const HANDS: usize = 8;

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
            Err(next) => sandbox.outbox.wait(next).await,
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
