//! Group commit of hits: whoever fetches a pixel or follows a link is answered once the hit is stored, and hits that come
//! while a transaction runs share the next one.
//!
//! While the database is away nobody is stranded: a reader waits a second at most and is then sent on, and the hit waits in
//! memory until it can be stored. Lost is only what a queue that is full, or a process that ends, can no longer hold; it is
//! counted in `hits_lost_total`, and logged as an error.

use std::time::Duration;

use domain::hit::Hit;
use store::{HitKeeper, Store};
use tokio::{
    sync::{Mutex, mpsc, oneshot},
    time::{sleep, timeout},
};

/// Most hits in one transaction.
const TOGETHER: usize = 500;
/// As many as make a transaction worth its while: it costs as much as they do.
const ENOUGH: usize = 64;
/// How long fewer than that wait for company.
const COMPANY: Duration = Duration::from_millis(10);
/// Most hits that wait, at a few hundred bytes each.
const WAITING: usize = 20_000;
/// How long a reader waits for a hit to be stored.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long the collector rests while the database is away.
const REST: Duration = Duration::from_millis(500);

type Waiting = (Hit, oneshot::Sender<()>);

/// Takes hits. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Collector(mpsc::Sender<Waiting>);

/// The other end: stores what was taken until every [`Collector`] is gone.
#[derive(Debug)]
pub struct Collecting {
    hits: Mutex<mpsc::Receiver<Waiting>>,
    store: Store,
}

impl Collector {
    /// A collector, and the task that its owner must run.
    #[must_use]
    pub fn new(store: Store) -> (Self, Collecting) {
        let (sender, hits) = mpsc::channel(WAITING);
        (Self(sender), Collecting { hits: Mutex::new(hits), store })
    }

    /// Takes a hit, and comes back once it is stored, or after a second.
    pub(crate) async fn take(&self, hit: Hit) {
        let (stored, is_stored) = oneshot::channel();
        match self.0.try_send((hit, stored)) {
            // Stored, given up or still waiting: the reader goes on in any case.
            Ok(()) => _ = timeout(PATIENCE, is_stored).await,
            Err(_) => lose(1, "the queue of hits is full"),
        }
    }
}

impl Collecting {
    /// Stores hits until every collector is gone and nothing waits any more. In two lanes: while one transaction waits for the
    /// disk, the next one is filled.
    pub async fn run(self) {
        tokio::join!(self.collect(), self.collect());
    }

    async fn collect(&self) {
        let mut keeper = HitKeeper::new(self.store.clone());
        let mut waiting = Vec::with_capacity(TOGETHER);
        while self.gather(&mut waiting).await {
            let (hits, readers): (Vec<_>, Vec<_>) = waiting.drain(..).unzip();
            self.keep(&mut keeper, &hits).await;
            for reader in readers {
                // A reader that has gone on needs no answer.
                let _ = reader.send(());
            }
        }
    }

    /// Takes hits that wait; false when none will come any more. While a campaign leaves, few of them at a time would be a thousand
    /// transactions per second.
    async fn gather(&self, waiting: &mut Vec<Waiting>) -> bool {
        let mut hits = self.hits.lock().await;
        if hits.recv_many(waiting, TOGETHER).await == 0 {
            return false;
        }
        let company =
            async { while waiting.len() < ENOUGH && hits.recv_many(waiting, TOGETHER).await > 0 {} };
        // Whoever came meanwhile is taken, whether they are enough or not.
        let _ = timeout(COMPANY, company).await;
        true
    }

    /// Stores hits, however long the database is away, unless nobody waits for it to come back.
    async fn keep(&self, keeper: &mut HitKeeper, hits: &[Hit]) {
        loop {
            match keeper.keep(hits).await {
                Ok(()) => return,
                Err(error) if error.is_passing() && !self.is_last() => {
                    tracing::warn!(%error, hits = hits.len(), "hits wait for the database");
                    sleep(REST).await;
                }
                Err(error) => return lose(hits.len(), &error.to_string()),
            }
        }
    }

    /// Whether nobody will bring another hit. While the other lane waits for one, somebody may.
    fn is_last(&self) -> bool {
        self.hits.try_lock().is_ok_and(|hits| hits.is_closed())
    }
}

fn lose(hits: usize, why: &str) {
    metrics::counter!("hits_lost_total").increment(hits as u64);
    tracing::error!(hits, why, "hits are lost");
}
