//! The running server: start, join, stop.

use std::{
    fs, io,
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    thread::sleep,
    time::Duration,
};

use crate::{
    Durability, Error, Result,
    command::{Programs, run},
    error::At,
    home::Home,
    postmaster::{Postmaster, has_survivors, look, note_of},
    settings,
};

/// A crashed server of a big cluster replays its journal first; this is for the worst of those.
const PATIENCE_SECONDS: &str = "300";
const ATTEMPTS: u32 = 20;

/// A data folder and the programs that serve it.
#[derive(Debug, Clone)]
pub(crate) struct Server {
    pub(crate) data: PathBuf,
    pub(crate) programs: Programs,
}

impl Server {
    /// The port of a server that runs already, once it answers.
    pub(crate) fn join(&self) -> Result<Option<u16>> {
        loop {
            match look(&self.data)? {
                Postmaster::Alive(note) if note.ready => return Ok(note.port),
                // It is starting or recovering, and will be ready or gone.
                Postmaster::Alive(_) => sleep(Duration::from_millis(100)),
                Postmaster::Gone => return Ok(None),
                Postmaster::Mistaken => {
                    self.forget_note()?;
                    return Ok(None);
                }
            }
        }
    }

    /// Starts on the remembered port, or on another when that one is taken.
    pub(crate) fn start(&self, home: &Home, durability: Durability) -> Result<u16> {
        let mut attempt = 1;
        loop {
            let port = free_port(remembered(home))?;
            settings::write(&self.data, port, durability, self.programs.account())?;
            match self.start_once() {
                Ok(()) => {
                    fs::write(home.port(), port.to_string()).at("write", home.port())?;
                    return Ok(port);
                }
                Err(error) if attempt < ATTEMPTS && passes(&error) => sleep(Duration::from_millis(500)),
                Err(error) => return Err(error),
            }
            attempt += 1;
        }
    }

    fn start_once(&self) -> Result<()> {
        let log = self.data.join("server.log");
        if log.exists() {
            fs::rename(&log, self.data.join("server.log.old")).at("rename", &log)?;
        }
        let mut command = self.programs.command("pg_ctl");
        command.arg("start").arg("-D").arg(&self.data).arg("-l").arg(&log).args([
            "-s",
            "-w",
            "-t",
            PATIENCE_SECONDS,
        ]);
        run(&mut command).map_err(|error| with_log(error, &log))
    }

    /// Ends sessions and stops; nothing to do when nobody runs.
    pub(crate) fn stop(&self) -> Result<()> {
        if !matches!(look(&self.data)?, Postmaster::Alive(_)) {
            return Ok(());
        }
        let mut command = self.programs.command("pg_ctl");
        run(command.arg("stop").arg("-D").arg(&self.data).args([
            "-m",
            "fast",
            "-s",
            "-w",
            "-t",
            PATIENCE_SECONDS,
        ]))
    }

    /// PostgreSQL would take whoever has the old number for a server of its own, and refuse to start.
    fn forget_note(&self) -> Result<()> {
        let note = note_of(&self.data);
        while has_survivors(&self.data) {
            sleep(Duration::from_millis(100));
        }
        tracing::warn!("{} names a server that is gone: removed", note.display());
        fs::remove_file(&note).at("remove", note)
    }
}

fn remembered(home: &Home) -> Option<u16> {
    fs::read_to_string(home.port()).ok()?.trim().parse().ok()
}

/// The remembered port if it is free, else one that the system gives.
fn free_port(remembered: Option<u16>) -> Result<u16> {
    let bind =
        |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).and_then(|listener| listener.local_addr());
    let address = remembered.map_or_else(|| Err(io::ErrorKind::NotFound.into()), bind).or_else(|_| bind(0));
    address.map(|address| address.port()).map_err(Error::NoPort)
}

/// Two reasons go away: somebody took the port in between, and the workers of a killed server are still leaving.
fn passes(error: &Error) -> bool {
    let Error::Program { output, .. } = error else { return false };
    ["Address already in use", "shared memory block", "could not bind"]
        .iter()
        .any(|reason| output.contains(reason))
}

/// `pg_ctl` only says "examine the log output".
fn with_log(error: Error, log: &Path) -> Error {
    let Error::Program { program, status, output } = error else { return error };
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    let end = lines[lines.len().saturating_sub(20)..].join("\n");
    Error::Program { program, status, output: format!("{output}\n{end}").trim().to_owned() }
}
