//! The sandbox, playing the providers and their recipients.

use std::{
    env,
    fs::File,
    path::{Path, PathBuf},
    process::{Command, ExitStatus},
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};

use crate::{interrupt, shell::Running, workspace::Workspace};

/// The key that the sandbox takes for an account's.
pub(crate) const KEY: &str = "xkeysib-sandbox";
/// Where the providers' own specifications are, for those who have them: every request is then held against them.
const SPECS: &str = "EBVISION_SPECS_DIR";
const PATIENCE: Duration = Duration::from_secs(30);

/// The sandbox, running.
#[derive(Debug)]
pub(crate) struct Sandbox {
    running: Running,
    address: String,
}

impl Sandbox {
    /// Starts it and waits until it answers. What it logs goes into a file.
    pub(crate) fn start(workspace: &Workspace, binary: &Path, port: u16, log: &Path) -> anyhow::Result<Self> {
        let file = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
        let also = file.try_clone().with_context(|| format!("cannot write {}", log.display()))?;
        let mut command = workspace.command(&binary.to_string_lossy());
        arguments(&mut command, port);
        command.stdout(file).stderr(also);
        let mut sandbox =
            Self { running: Running::start(&mut command)?, address: format!("http://127.0.0.1:{port}") };
        sandbox.wait_until_it_answers().with_context(|| format!("its log is {}", log.display()))?;
        Ok(sandbox)
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// How it ended, if it has.
    pub(crate) fn ended(&mut self) -> anyhow::Result<Option<ExitStatus>> {
        self.running.ended()
    }

    /// Stops it. With specifications it fails when a request broke them, or when none was held against them.
    pub(crate) fn stop(mut self) -> anyhow::Result<()> {
        self.running.stop()?;
        match self.running.ended()? {
            Some(status) if !status.success() => {
                bail!("the sandbox found fault with what it was sent ({status})")
            }
            _ => Ok(()),
        }
    }

    fn wait_until_it_answers(&mut self) -> anyhow::Result<()> {
        let start = Instant::now();
        while ureq::get(format!("{}/_sandbox/quiet", self.address)).call().is_err() {
            if let Some(status) = self.ended()? {
                bail!("the sandbox ended before it answered ({status})");
            }
            if interrupt::asked() || start.elapsed() > PATIENCE {
                bail!("the sandbox did not answer");
            }
            sleep(Duration::from_millis(50));
        }
        Ok(())
    }
}

/// The provider's limits are off, so that nobody waits for a minute between two hundred thousand messages.
fn arguments(command: &mut Command, port: u16) {
    command.args(["--port", &port.to_string(), "--api-key", KEY, "--no-limits"]);
    if let Some(folder) = specs() {
        command.arg("--specs").arg(folder);
    }
}

fn specs() -> Option<PathBuf> {
    env::var_os(SPECS).filter(|folder| !folder.is_empty()).map(PathBuf::from)
}
