//! The connections of an account: so many at once, kept open while there is work, closed after a rest.

use std::{
    mem,
    pin::pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::Duration,
};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, sleep, timeout},
};

use super::{server::Server, session::Session};
use crate::Failure;

/// How long a connection rests before it is closed: servers wait for five minutes (RFC 5321 §4.5.3.2.7), many for less.
const REST: Duration = Duration::from_secs(20);

/// How often somebody who waits for a connection looks whether it is still wanted.
const GLANCE: Duration = Duration::from_millis(20);

/// The pool.
#[derive(Debug)]
pub(super) struct Pool {
    pub(super) server: Server,
    slots: Arc<Semaphore>,
    resting: Mutex<Resting>,
}

/// Connections that wait for work.
#[derive(Debug, Default)]
struct Resting {
    sessions: Vec<(Session, Instant)>,
    /// Whether somebody is there who will close them.
    watched: bool,
}

/// A session that is ours until it is given back or dropped; with it goes the place that it takes.
#[derive(Debug)]
pub(super) struct Lease {
    pub(super) session: Session,
    _slot: OwnedSemaphorePermit,
}

impl Pool {
    pub(super) fn new(server: Server, connections: usize) -> Self {
        Self { server, slots: Arc::new(Semaphore::new(connections)), resting: Mutex::default() }
    }

    /// A session: one that has rested, the last first, else a new one. Waits for a place while all are taken, for as long as one is
    /// wanted.
    pub(super) async fn take(&self, is_wanted: impl Fn() -> bool) -> Option<Result<Lease, Failure>> {
        let mut place = pin!(Arc::clone(&self.slots).acquire_owned());
        let slot = loop {
            match timeout(GLANCE, &mut place).await {
                Ok(slot) => break slot.ok()?,
                Err(_) if is_wanted() => {}
                Err(_) => return None,
            }
        };
        Some(self.session(slot).await)
    }

    async fn session(&self, slot: OwnedSemaphorePermit) -> Result<Lease, Failure> {
        let rested = self.resting().sessions.pop();
        let session = match rested {
            Some((session, _)) => session,
            None => self.server.open().await?,
        };
        Ok(Lease { session, _slot: slot })
    }

    /// Takes a session back; one that is good for nothing more takes its leave, and nobody waits for that.
    pub(super) fn give_back(self: &Arc<Self>, lease: Lease) {
        if !lease.session.is_good() {
            tokio::spawn(lease.session.quit());
            return;
        }
        let mut resting = self.resting();
        resting.sessions.push((lease.session, Instant::now()));
        if !mem::replace(&mut resting.watched, true) {
            tokio::spawn(watch(Arc::downgrade(self)));
        }
    }

    /// The sessions that have rested long enough; none are left to watch after the last.
    fn rested(&self) -> Vec<Session> {
        let mut resting = self.resting();
        let kept = mem::take(&mut resting.sessions);
        let (kept, rested): (Vec<_>, Vec<_>) =
            kept.into_iter().partition(|(_, since)| since.elapsed() < REST);
        resting.watched = !kept.is_empty();
        resting.sessions = kept;
        rested.into_iter().map(|(session, _)| session).collect()
    }

    fn resting(&self) -> MutexGuard<'_, Resting> {
        // Sessions are put in whole: whoever panicked left none half done.
        self.resting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Closes what has rested, until nothing rests or the account is gone.
async fn watch(pool: Weak<Pool>) {
    loop {
        sleep(REST).await;
        let Some(pool) = pool.upgrade() else { return };
        for session in pool.rested() {
            session.quit().await;
        }
        if !pool.resting().watched {
            return;
        }
    }
}
