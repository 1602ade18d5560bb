//! Ctrl-C and SIGTERM: a flag that every waiting loop looks at, so that what was started is stopped in order.

use std::sync::{
    Arc, LazyLock,
    atomic::{AtomicBool, Ordering},
};

use anyhow::Context as _;
use signal_hook::{
    consts::{SIGHUP, SIGINT, SIGTERM},
    flag,
};

static ASKED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// From now on signals are noted instead of killing us.
pub(crate) fn listen() -> anyhow::Result<()> {
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        flag::register(signal, Arc::clone(&ASKED)).context("cannot listen to signals")?;
    }
    Ok(())
}

/// Fails where somebody asked us to stop: what is dropped then stops what it started.
pub(crate) fn check() -> anyhow::Result<()> {
    anyhow::ensure!(!asked(), "interrupted");
    Ok(())
}

/// Whether somebody asked us to stop.
pub(crate) fn asked() -> bool {
    ASKED.load(Ordering::Relaxed)
}
