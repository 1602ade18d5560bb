//! Running other programs, in a process group of their own: Ctrl-C reaches them through us, in order.

use std::{
    os::unix::process::CommandExt as _,
    process::{Child, Command, ExitStatus, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail, ensure};
use rustix::process::{Pid, Signal, kill_process_group};

use crate::interrupt;

const TICK: Duration = Duration::from_millis(30);
/// The server drains within this; a browser or a compiler ends at once.
const PATIENCE: Duration = Duration::from_secs(40);

/// A program that runs, and is stopped when this is dropped.
#[derive(Debug)]
pub(crate) struct Running {
    child: Child,
    name: String,
}

impl Running {
    pub(crate) fn start(command: &mut Command) -> anyhow::Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command.process_group(0).stdin(Stdio::null()).spawn();
        Ok(Self { child: child.with_context(|| format!("cannot start `{name}`"))?, name })
    }

    /// Its number.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// How it ended, if it has.
    pub(crate) fn ended(&mut self) -> anyhow::Result<Option<ExitStatus>> {
        self.child.try_wait().with_context(|| format!("cannot wait for `{}`", self.name))
    }

    /// Asks it to stop and waits for it to do so; kills it when it does not.
    pub(crate) fn stop(&mut self) -> anyhow::Result<()> {
        let asked = Instant::now();
        self.signal(Signal::TERM)?;
        while self.ended()?.is_none() {
            if asked.elapsed() > PATIENCE {
                return self.signal(Signal::KILL);
            }
            sleep(TICK);
        }
        Ok(())
    }

    /// Ends it as a power cut would.
    pub(crate) fn kill(&mut self) -> anyhow::Result<()> {
        self.signal(Signal::KILL)?;
        self.child.wait().with_context(|| format!("cannot wait for `{}`", self.name))?;
        Ok(())
    }

    /// Waits for the end; stops it when we are asked to stop.
    fn wait(&mut self) -> anyhow::Result<ExitStatus> {
        loop {
            if let Some(status) = self.ended()? {
                return Ok(status);
            }
            if interrupt::asked() {
                self.stop()?;
                bail!("interrupted");
            }
            sleep(TICK);
        }
    }

    fn signal(&mut self, signal: Signal) -> anyhow::Result<()> {
        if self.ended()?.is_some() {
            return Ok(());
        }
        let group = i32::try_from(self.child.id())
            .ok()
            .and_then(Pid::from_raw)
            .context("an impossible process id")?;
        kill_process_group(group, signal).with_context(|| format!("cannot stop `{}`", self.name))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Err(error) = self.stop() {
            crate::say::line(&format!("{error:#}"));
        }
    }
}

/// Runs to the end, showing what the program prints; anything but success is an error.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<()> {
    let shown = show(command);
    let status = Running::start(command)?.wait()?;
    ensure!(status.success(), "`{shown}` failed ({status})");
    Ok(())
}

/// Runs to the end and returns what the program printed; its complaints are shown.
pub(crate) fn read(command: &mut Command) -> anyhow::Result<String> {
    let shown = show(command);
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output();
    let output = output.with_context(|| format!("cannot start `{shown}`"))?;
    ensure!(output.status.success(), "`{shown}` failed ({})", output.status);
    String::from_utf8(output.stdout).with_context(|| format!("`{shown}` printed something that is not text"))
}

fn show(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
