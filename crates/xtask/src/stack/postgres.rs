//! PostgreSQL, durable as in production, that can be stopped and killed.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    thread::sleep,
    time::Duration,
};

use anyhow::{Context as _, bail};
use cluster::{Cluster, Options};
use rustix::process::{Pid, Signal, kill_process};

use crate::{
    stack::database::{execute, with_database},
    workspace::Workspace,
};

/// An empty folder for databases, logs and programs. Clusters in it that an interruption left are stopped, and their data goes.
pub(crate) fn fresh_folder(workspace: &Workspace, name: &str) -> anyhow::Result<PathBuf> {
    let folder = workspace.path(name);
    let left = fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path());
    for home in left.filter(|path| path.join("data").exists()) {
        cluster::destroy(&Options::new(home))?;
    }
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot clear {name}"))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {name}"))?;
    Ok(folder)
}

/// A cluster of its own.
#[derive(Debug)]
pub(crate) struct Postgres {
    options: Options,
    running: Option<Cluster>,
    url: String,
    /// The databases that others are copied from.
    templates: BTreeSet<String>,
}

impl Postgres {
    /// A fresh one.
    pub(crate) fn start(home: &Path) -> anyhow::Result<Self> {
        let options = Options::new(home);
        cluster::destroy(&options)?;
        let running = Cluster::ensure(&options)?;
        let url = running.url(cluster::DATABASE);
        Ok(Self { options, running: Some(running), url, templates: BTreeSet::new() })
    }

    /// A copy of a database, which `fill` fills when it is first wanted; the copy's address.
    pub(crate) fn copy(
        &mut self,
        template: &str,
        name: &str,
        fill: impl FnOnce(&str) -> anyhow::Result<()>,
    ) -> anyhow::Result<String> {
        if !self.templates.contains(template) {
            execute(&self.url, &format!("create database {template}"))?;
            fill(&with_database(&self.url, template))?;
            self.templates.insert(template.to_owned());
        }
        let name = name.replace('-', "_");
        execute(&self.url, &format!("create database {name} template {template}"))?;
        Ok(with_database(&self.url, &name))
    }

    /// Ends every session and stops; comes back after a while, where it was.
    pub(crate) fn restart(&mut self, away: Duration) -> anyhow::Result<()> {
        self.running.take().map_or(Ok(()), Cluster::stop)?;
        sleep(away);
        self.come_back()
    }

    /// Kills the server as a power cut would, and starts it again.
    pub(crate) fn kill(&mut self) -> anyhow::Result<()> {
        let pid = self.pid()?;
        kill_process(pid, Signal::KILL)?;
        // Dead and unburied, it has no command line any more.
        let line = format!("/proc/{}/cmdline", pid.as_raw_nonzero());
        while fs::read(&line).is_ok_and(|line| !line.is_empty()) {
            sleep(Duration::from_millis(10));
        }
        drop(self.running.take());
        self.come_back()
    }

    /// Where it listens, with the database that is always there.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The number of the process that all its others are children of.
    pub(crate) fn id(&self) -> anyhow::Result<u32> {
        Ok(u32::try_from(self.pid()?.as_raw_nonzero().get())?)
    }

    fn pid(&self) -> anyhow::Result<Pid> {
        let note = self.options.home.join("data/postmaster.pid");
        let text = fs::read_to_string(&note).with_context(|| format!("cannot read {}", note.display()))?;
        let pid = text.lines().next().and_then(|line| line.trim().parse().ok()).and_then(Pid::from_raw);
        pid.context("PostgreSQL's note names no process")
    }

    fn come_back(&mut self) -> anyhow::Result<()> {
        let running = Cluster::ensure(&self.options)?;
        if running.url(cluster::DATABASE) != self.url {
            bail!("somebody took PostgreSQL's port while it was away; run it again");
        }
        self.running = Some(running);
        Ok(())
    }

    /// Stops it and removes its data.
    pub(crate) fn stop(mut self) -> anyhow::Result<()> {
        self.running.take().map_or(Ok(()), Cluster::stop)?;
        Ok(cluster::destroy(&self.options)?)
    }
}
