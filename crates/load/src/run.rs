//! Many callers at once, on one thread.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use tokio::task::LocalSet;

use crate::{cli::Cli, connection::Connection, outcome::Outcome};

/// What the callers share.
#[derive(Debug)]
struct Shared {
    requests: Vec<Vec<u8>>,
    next: Cell<usize>,
    begun: Instant,
    lasts: Duration,
    interval: Option<Duration>,
    once: bool,
    outcome: RefCell<Outcome>,
}

/// Asks until the time is over, or everything was asked once.
pub(crate) async fn run(cli: &Cli, requests: &[Vec<u8>]) -> anyhow::Result<Outcome> {
    let mut connections = Vec::new();
    for _ in 0..cli.connections {
        connections.push(Connection::open(cli.address).await?);
    }
    let shared = Rc::new(Shared {
        requests: requests.to_vec(),
        next: Cell::new(0),
        begun: Instant::now(),
        lasts: Duration::from_secs(cli.seconds),
        interval: cli.rate.map(|rate| Duration::from_secs(1) / rate),
        once: cli.once,
        outcome: RefCell::new(Outcome::new()?),
    });
    let callers = LocalSet::new();
    let calling: Vec<_> = connections
        .into_iter()
        .map(|connection| callers.spawn_local(call(Rc::clone(&shared), connection)))
        .collect();
    callers.await;
    for caller in calling {
        caller.await.context("a caller panicked")??;
    }
    let took = shared.begun.elapsed();
    let outcome = shared.outcome.replace(Outcome::new()?);
    Ok(outcome.took(took))
}

async fn call(shared: Rc<Shared>, mut connection: Connection) -> anyhow::Result<()> {
    while let Some((number, from)) = shared.turn().await {
        let request = &shared.requests[number % shared.requests.len()];
        let status = connection.ask(request).await?;
        shared.outcome.borrow_mut().add(status, from.elapsed());
    }
    Ok(())
}

impl Shared {
    /// The number of the next request, and since when its caller waits; none when it is over.
    async fn turn(&self) -> Option<(usize, Instant)> {
        let number = self.next.get();
        self.next.set(number + 1);
        let from = match self.interval {
            Some(interval) => self.begun + interval * u32::try_from(number).ok()?,
            None => Instant::now(),
        };
        let is_over = if self.once { number >= self.requests.len() } else { from >= self.begun + self.lasts };
        if is_over {
            return None;
        }
        tokio::time::sleep_until(from.into()).await;
        Some((number, from))
    }
}
