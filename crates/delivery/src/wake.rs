//! Bells: one listening connection for each process, which wakes the stages that rest.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use store::{Store, StoreError};
use tokio::sync::{Notify, watch};

/// How long a listener that cannot listen waits before it tries again; stages look by themselves meanwhile.
const AFTER_FAILURE: Duration = Duration::from_secs(5);

/// What wakes one stage. A ring that nobody waits for is kept, but no more than one.
#[derive(Debug, Clone, Default)]
pub struct Bell(Arc<Notify>);

impl Bell {
    /// Waits until it rings.
    pub async fn rung(&self) {
        self.0.notified().await;
    }

    /// Rings it.
    pub fn ring(&self) {
        self.0.notify_one();
    }
}

/// The bells of a process, by the channels on which they ring.
#[derive(Debug, Clone, Default)]
pub struct Bells {
    hung: Arc<Mutex<Vec<Hung>>>,
}

#[derive(Debug)]
struct Hung {
    channels: &'static [&'static str],
    bell: Bell,
}

impl Bells {
    /// Hangs a bell that rings on these channels.
    #[must_use]
    pub fn hang(&self, channels: &'static [&'static str]) -> Bell {
        let bell = Bell::default();
        self.bells().push(Hung { channels, bell: bell.clone() });
        bell
    }

    /// Rings the bells that hang by now, whenever there is a signal, until `stop` turns true.
    pub async fn listen(&self, store: &Store, mut stop: watch::Receiver<bool>) {
        let stopped = stop.wait_for(|told| *told);
        tokio::pin!(stopped);
        loop {
            let heard = tokio::select! {
                failed = self.hear(store) => failed,
                _ = &mut stopped => return,
            };
            if let Err(error) = heard {
                tracing::warn!(%error, "signals cannot be heard; stages look by themselves until they can");
            }
            tokio::select! {
                () = tokio::time::sleep(AFTER_FAILURE) => {}
                _ = &mut stopped => return,
            }
        }
    }

    /// Listens for as long as it can.
    async fn hear(&self, store: &Store) -> Result<(), StoreError> {
        let channels: BTreeSet<_> = self.bells().iter().flat_map(|hung| hung.channels).copied().collect();
        let mut signal = store.listen(&channels.into_iter().collect::<Vec<_>>()).await?;
        // Whatever was signalled before is found by looking.
        self.ring(|_| true);
        loop {
            match signal.heard().await? {
                Some((channel, _)) => self.ring(|channels| channels.contains(&channel.as_str())),
                None => self.ring(|_| true),
            }
        }
    }

    fn ring(&self, rings: impl Fn(&[&str]) -> bool) {
        self.bells().iter().filter(|hung| rings(hung.channels)).for_each(|hung| hung.bell.ring());
    }

    fn bells(&self) -> std::sync::MutexGuard<'_, Vec<Hung>> {
        // A list of bells is whole whoever panicked beside it.
        self.hung.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
