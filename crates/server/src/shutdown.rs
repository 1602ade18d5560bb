//! SIGTERM and Ctrl-C, once heard, for everybody: what has begun is finished, within ten seconds. A second one ends the
//! process at once.

use std::{future::pending, time::Duration};

use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
    time::sleep,
};

/// How long what has begun may still take. What takes longer is broken off, and is then as in doubt as after a kill.
pub(crate) const GRACE: Duration = Duration::from_secs(8);
/// How long each of the last acts may take after that: storing hits that were taken, closing connections.
pub(crate) const LAST_ACT: Duration = Duration::from_secs(1);

/// Turns true when the process is told to stop.
pub(crate) type Stop = watch::Receiver<bool>;

/// What tells a process to stop.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    /// The next one: its name, and the status of a process that it ends.
    async fn next(&mut self) -> (&'static str, i32) {
        tokio::select! {
            _ = self.terminate.recv() => ("SIGTERM", 128 + 15),
            _ = self.interrupt.recv() => ("SIGINT", 128 + 2),
        }
    }
}

/// Listens for the signals.
pub(crate) fn listen() -> anyhow::Result<Stop> {
    let terminate = signal(SignalKind::terminate())?;
    let interrupt = signal(SignalKind::interrupt())?;
    let mut signals = Signals { terminate, interrupt };
    let (told, stop) = watch::channel(false);
    tokio::spawn(async move {
        let (name, _) = signals.next().await;
        tracing::info!(signal = name, "told to stop: finishing what has begun");
        told.send_replace(true);
        let (name, status) = signals.next().await;
        tracing::warn!(signal = name, "told again: ending at once; calls without an answer stay in doubt");
        std::process::exit(status)
    });
    Ok(stop)
}

/// Returns when the process is told to stop.
pub(crate) async fn told(mut stop: Stop) {
    if stop.wait_for(|told| *told).await.is_err() {
        // Whoever would tell is gone: nobody tells any more.
        pending::<()>().await;
    }
}

/// Returns so long after the process was told to stop.
pub(crate) async fn told_since(stop: Stop, grace: Duration) {
    told(stop).await;
    sleep(grace).await;
}
