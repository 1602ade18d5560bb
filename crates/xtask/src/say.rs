//! What the user reads while it works. Standard error, like cargo's own lines, so that the order is kept.

use std::{
    io::{self, Write as _},
    time::{Duration, Instant},
};

/// One line. A closed terminal is no reason to stop.
pub(crate) fn line(text: &str) {
    let _closed_terminal = writeln!(io::stderr(), "{text}");
}

/// A step that is quick or already done.
pub(crate) fn step(text: &str) {
    line(&format!("· {text}"));
}

/// A long step: how long it usually takes, then how long it took.
pub(crate) fn long<T>(
    what: &str,
    usual: &str,
    work: impl FnOnce() -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    line(&format!("→ {what} (usually {usual})"));
    let start = Instant::now();
    let done = work()?;
    line(&format!("  {what}: done in {}", duration(start.elapsed())));
    Ok(done)
}

/// `0.4 s`, `12 s`, `3 min 07 s`.
pub(crate) fn duration(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match seconds {
        0..10 => format!("{:.1} s", duration.as_secs_f64()),
        10..60 => format!("{seconds} s"),
        _ => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

/// Shows what the cluster says through `tracing`.
pub(crate) fn listen() {
    tracing_subscriber::fmt()
        .without_time()
        .with_target(false)
        .with_level(false)
        .with_writer(io::stderr)
        .init();
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    #[test]
    fn durations_read_like_a_clock() {
        let said = [400, 12_300, 187_000].map(|millis| super::duration(Duration::from_millis(millis)));
        assert_eq!(said, ["0.4 s", "12 s", "3 min 07 s"]);
    }
}
