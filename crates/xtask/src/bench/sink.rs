//! The receiver of the SMTP runs: `ebvision-sink`, or a program that is compiled from a file of the machine, so that whatever else was
//! measured against it compares.

use std::{
    env,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use anyhow::Context as _;
use serde::Deserialize;

use super::bed::Bed;
use crate::{
    shell::{self, Running},
    stack::{api::until, program::start, server::free_port},
};

/// Names the folder that holds `smtp_sink.rs` and `nodemailer_baseline.js`.
const FOLDER: &str = "EBVISION_BENCH_DIR";
const FIRST_PORT: u16 = 19_500;
const PATIENCE: Duration = Duration::from_secs(10);

/// The sink, listening.
#[derive(Debug)]
pub(super) struct Sink {
    running: Running,
    address: SocketAddr,
    control: SocketAddr,
}

/// What it has taken so far. Instants are microseconds since 1970 (UTC).
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Taken {
    pub(super) msgs: u64,
    pub(super) first_us: u64,
    pub(super) last_us: u64,
}

impl Taken {
    /// Messages per second, from the first to the last.
    pub(super) fn rate(self) -> f64 {
        self.msgs as f64 * 1_000_000.0 / (self.last_us.saturating_sub(self.first_us).max(1)) as f64
    }
}

const MISSING: &str = "The runs by SMTP go to our own sink, and nodemailer is not beside them: EBVISION_BENCH_DIR names no folder \
    with `smtp_sink.rs` and `nodemailer_baseline.js`";

/// What is not in the table, and why; none where all is.
pub(super) fn missing() -> Option<&'static str> {
    folder().is_none().then_some(MISSING)
}

/// The folder with the programs to compare with; none where nothing names it.
pub(super) fn folder() -> Option<PathBuf> {
    env::var_os(FOLDER).filter(|folder| !folder.is_empty()).map(PathBuf::from)
}

impl Sink {
    /// Starts it; the bodies of the first messages are kept in `dumps`, if so many are wanted.
    pub(super) fn start(bed: &Bed, dumps: Option<(&Path, u32)>) -> anyhow::Result<Self> {
        let program = match folder() {
            Some(source) => compiled(&source, &bed.folder)?,
            None => bed.gauges.sink.clone(),
        };
        let address = loopback(free_port(FIRST_PORT)?);
        let control = loopback(free_port(address.port() + 1)?);
        let mut command = Command::new(&program);
        command.args([address.to_string(), control.to_string()]);
        if let Some((into, count)) = dumps {
            command.arg("--dump").arg(count.to_string()).arg("--dump-dir").arg(into);
        }
        let sink = Self { running: start(&mut command, &bed.folder, "sink")?, address, control };
        until("the sink answers", PATIENCE, || sink.taken().map(|_| true))?;
        Ok(sink)
    }

    pub(super) const fn address(&self) -> SocketAddr {
        self.address
    }

    pub(super) fn taken(&self) -> anyhow::Result<Taken> {
        self.ask("stats")
    }

    /// Forgets what it has taken.
    pub(super) fn reset(&self) -> anyhow::Result<()> {
        self.ask("reset").map(drop)
    }

    pub(super) fn stop(mut self) -> anyhow::Result<()> {
        self.running.kill()
    }

    fn ask(&self, what: &str) -> anyhow::Result<Taken> {
        let mut stream = TcpStream::connect(self.control)?;
        // In one piece: it closes the connection on whatever comes after the first.
        stream.write_all(format!("{what}\n").as_bytes())?;
        let mut line = String::new();
        stream.read_to_string(&mut line)?;
        serde_json::from_str(&line).context("the sink's answer is not understood")
    }
}

/// The machine's own, compiled once for a run.
fn compiled(source: &Path, folder: &Path) -> anyhow::Result<PathBuf> {
    let program = folder.join("smtp-sink");
    if !program.exists() {
        let mut rustc = Command::new("rustc");
        rustc.args(["-O", "--crate-name", "smtp_sink", "-o"]).arg(&program).arg(source.join("smtp_sink.rs"));
        shell::run(&mut rustc)?;
    }
    Ok(program)
}

fn loopback(port: u16) -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], port))
}
