//! SIGTERM and Ctrl-C, once heard, for everybody.

use tokio::{
    signal::unix::{SignalKind, signal},
    sync::watch,
};

/// Turns true when the process is told to stop.
pub(crate) type Stop = watch::Receiver<bool>;

/// Listens for the signals.
pub(crate) fn listen() -> anyhow::Result<Stop> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let (told, stop) = watch::channel(false);
    tokio::spawn(async move {
        let name = tokio::select! {
            _ = terminate.recv() => "SIGTERM",
            _ = interrupt.recv() => "SIGINT",
        };
        tracing::info!(signal = name, "told to stop: finishing what has begun");
        told.send_replace(true);
        told.closed().await;
    });
    Ok(stop)
}

/// Returns when the process is told to stop.
pub(crate) async fn told(mut stop: Stop) {
    // The sender lives as long as any receiver: an error would only mean the same.
    let _ = stop.wait_for(|told| *told).await;
}
