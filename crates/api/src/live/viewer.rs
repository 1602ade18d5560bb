//! One person who watches a campaign: server-sent events (WHATWG HTML §9.2), read by a streaming fetch.

use std::time::Duration;

use actix_web::web::Bytes;
use domain::{CampaignId, campaign::CampaignState, report::Progress};
use futures_util::{Stream, stream};
use sha2::{Digest, Sha256};
use store::StoreError;
use tokio::time::{Instant, sleep, sleep_until};

use super::hub::Seat;
use crate::{Api, error::Refusal};

/// At most this often does a viewer look.
const BREATH: Duration = Duration::from_millis(400);
/// Looks even when nobody woke it.
const POLL: Duration = Duration::from_secs(5);
/// Says at least something, so that no proxy takes the line for dead.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// A stream ends after so long: the token that opened it will have expired, and the viewer comes back with another.
const LIFETIME: Duration = Duration::from_secs(1800);

struct Viewer {
    api: Api,
    campaign: CampaignId,
    seat: Seat,
    /// What was told last; at the beginning, what the viewer says it has seen.
    told: Option<String>,
    until: Instant,
    is_over: bool,
}

/// Events until the campaign ends. `seen` is the id of the last event that the viewer got before it lost its line.
pub(crate) fn watch(
    api: Api,
    campaign: CampaignId,
    seat: Seat,
    seen: Option<String>,
) -> impl Stream<Item = Result<Bytes, Refusal>> {
    let until = Instant::now() + LIFETIME;
    let viewer = Viewer { api, campaign, seat, told: seen, until, is_over: false };
    stream::unfold(viewer, |viewer| async { viewer.next().await.map(|(bytes, viewer)| (Ok(bytes), viewer)) })
}

impl Viewer {
    async fn next(mut self) -> Option<(Bytes, Self)> {
        let heartbeat = Instant::now() + HEARTBEAT;
        while !self.is_over && Instant::now() < self.until {
            if let Some(event) = self.look().await {
                return Some((event, self));
            }
            tokio::select! {
                is_open = self.seat.woken(self.campaign) => if !is_open { return None },
                () = sleep(POLL) => {}
                () = sleep_until(heartbeat) => return Some((Bytes::from_static(b":\n\n"), self)),
            }
            sleep(BREATH).await;
        }
        None
    }

    /// The event that the viewer has not seen yet. While the database is away there is none: the next look will tell.
    async fn look(&mut self) -> Option<Bytes> {
        let progress = match self.read().await {
            Ok(progress) => progress?,
            Err(error) => {
                tracing::warn!(%error, "progress cannot be read");
                return None;
            }
        };
        let id = fingerprint(&progress);
        if self.told.as_ref() == Some(&id) {
            self.is_over = is_end(progress.state);
            return None;
        }
        self.is_over = is_end(progress.state);
        let data = serde_json::to_string(&progress).ok()?;
        let event = format!("event: progress\nid: {id}\ndata: {data}\n\n");
        self.told = Some(id);
        Some(event.into())
    }

    async fn read(&self) -> Result<Option<Progress>, StoreError> {
        let mut tx = self.api.store.begin().await?;
        tx.figures().progress(self.campaign, (self.api.clock)()).await
    }
}

const fn is_end(state: CampaignState) -> bool {
    matches!(state, CampaignState::Finished | CampaignState::Cancelled | CampaignState::Failed)
}

/// The same for the same standing, whenever it is read: a viewer that comes back is told only what it has not seen.
fn fingerprint(progress: &Progress) -> String {
    let standing =
        (progress.state, &progress.state_reason, &progress.figures, progress.per_second.map(f64::to_bits));
    let digest = Sha256::digest(serde_json::to_vec(&standing).unwrap_or_default());
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
