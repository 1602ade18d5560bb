//! The one listener of a process, and the seats of those who watch.

use std::{sync::Arc, time::Duration};

use domain::{CampaignId, ProblemCode};
use store::{Store, StoreError, signal::channel};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, broadcast, watch},
    time::sleep,
};

use crate::error::Refusal;

/// Most viewers of one process: each holds a connection of the server, none of the database.
const SEATS: usize = 500;
/// Signals that a viewer may lag behind; one that lags further looks at once.
const SIGNALS: usize = 256;
/// How long the listener rests when the database is away.
const REST: Duration = Duration::from_secs(5);
/// When to come back to a full house.
const LATER: Duration = Duration::from_secs(10);

/// Gives seats to viewers. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Live {
    signals: broadcast::Sender<Option<CampaignId>>,
    seats: Arc<Semaphore>,
    stop: watch::Receiver<bool>,
}

/// The other end: listens to the database and wakes the viewers.
#[derive(Debug)]
pub struct Listening {
    signals: broadcast::Sender<Option<CampaignId>>,
    store: Store,
    stop: watch::Receiver<bool>,
}

/// A viewer's place, for as long as it watches.
#[derive(Debug)]
pub(crate) struct Seat {
    signals: broadcast::Receiver<Option<CampaignId>>,
    stop: watch::Receiver<bool>,
    _permit: OwnedSemaphorePermit,
}

impl Live {
    /// Seats, and the task that its owner must run. Every stream ends when `stop` turns true: a server that drains must not wait
    /// for people who watch.
    #[must_use]
    pub fn new(store: Store, stop: watch::Receiver<bool>) -> (Self, Listening) {
        let signals = broadcast::Sender::new(SIGNALS);
        let seats = Arc::new(Semaphore::new(SEATS));
        (Self { signals: signals.clone(), seats, stop: stop.clone() }, Listening { signals, store, stop })
    }

    /// A seat, where one is free.
    pub(crate) fn seat(&self) -> Result<Seat, Refusal> {
        let permit = Arc::clone(&self.seats).try_acquire_owned();
        let permit = permit.map_err(|_| Refusal::until(ProblemCode::RequestRateLimited, LATER))?;
        Ok(Seat { signals: self.signals.subscribe(), stop: self.stop.clone(), _permit: permit })
    }
}

impl Seat {
    /// Waits until a campaign may have changed; false once the house closes.
    pub(crate) async fn woken(&mut self, campaign: CampaignId) -> bool {
        loop {
            let signal = tokio::select! {
                signal = self.signals.recv() => signal,
                // Turned true, or its sender is gone.
                _ = self.stop.wait_for(|stop| *stop) => return false,
            };
            match signal {
                Ok(Some(other)) if other != campaign => {}
                // Ours, one that may be anybody's, or too many to tell.
                Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => return true,
                Err(broadcast::error::RecvError::Closed) => return false,
            }
        }
    }
}

impl Listening {
    /// Listens until told to stop; while the database is away viewers find out by looking.
    pub async fn run(self) {
        let mut stop = self.stop.clone();
        tokio::select! {
            () = self.listen() => {}
            _ = stop.wait_for(|stop| *stop) => {}
        }
    }

    async fn listen(&self) {
        loop {
            if let Err(error) = self.pass_on().await {
                tracing::warn!(%error, "progress is not listened to; viewers look by themselves");
            }
            sleep(REST).await;
        }
    }

    async fn pass_on(&self) -> Result<(), StoreError> {
        let mut signal = self.store.listen(&[channel::PROGRESS]).await?;
        loop {
            let heard = signal.heard().await?;
            // A lost connection may have missed anybody's.
            let campaign = heard.and_then(|(_, payload)| payload.parse().ok());
            // Nobody watching is no failure.
            let _ = self.signals.send(campaign);
        }
    }
}
