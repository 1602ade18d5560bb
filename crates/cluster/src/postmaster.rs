//! `postmaster.pid`: PostgreSQL's note of who serves a data folder, which outlives a crash and may lie.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Result, error::At};

/// What the note says, read leniently: a server that is just starting has written only part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Note {
    pub(crate) pid: u32,
    pub(crate) port: Option<u16>,
    pub(crate) ready: bool,
}

/// The truth behind the note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Postmaster {
    /// A server runs on the data.
    Alive(Note),
    /// The note is from a server that is gone, but its number is not free: it belongs to a different program now,
    /// or nobody has buried the dead server (a container whose first process does not reap).
    Mistaken,
    /// Nobody runs. PostgreSQL itself clears a note whose process is dead.
    Gone,
}

/// Reads the note and checks it against the processes that run.
pub(crate) fn look(data: &Path) -> Result<Postmaster> {
    let path = note_of(data);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Postmaster::Gone),
        Err(error) => return Err(error).at("read", path),
    };
    let Some(note) = parse(&text) else { return Ok(Postmaster::Mistaken) };
    Ok(match command_line(note.pid) {
        Some(line) if serves(&line, data) => Postmaster::Alive(note),
        Some(_) => Postmaster::Mistaken,
        None => Postmaster::Gone,
    })
}

pub(crate) fn note_of(data: &Path) -> PathBuf {
    data.join("postmaster.pid")
}

/// Lines: pid, data folder, start, port, socket folder, address, shared memory, status.
fn parse(text: &str) -> Option<Note> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let line = |number: usize| lines.get(number).copied().unwrap_or_default();
    Some(Note { pid: line(0).parse().ok()?, port: line(3).parse().ok(), ready: line(7) == "ready" })
}

/// A server's command line keeps the program and the data folder that it was started with.
fn serves(command_line: &str, data: &Path) -> bool {
    command_line.contains("postgres") && command_line.contains(&*data.to_string_lossy())
}

/// `None` when the process is gone; empty when it is dead and unburied.
fn command_line(pid: u32) -> Option<String> {
    let bytes = match fs::read(format!("/proc/{pid}/cmdline")) {
        Ok(bytes) => bytes,
        Err(_) if Path::new("/proc/self").exists() => return None,
        Err(_) => told_by_ps(pid)?,
    };
    Some(String::from_utf8_lossy(&bytes).replace('\0', " "))
}

fn told_by_ps(pid: u32) -> Option<Vec<u8>> {
    let output = Command::new("ps").args(["-o", "command=", "-p", &pid.to_string()]).output().ok()?;
    output.status.success().then_some(output.stdout)
}

/// Whether processes of a killed server still work on the data: they notice its death within a second, and until
/// then share memory that a new server must not duplicate. PostgreSQL's processes all stand in the data folder.
pub(crate) fn has_survivors(data: &Path) -> bool {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    processes
        .filter_map(|process| fs::read_link(process.path().join("cwd")).ok())
        .any(|folder| folder == data)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Note, parse, serves};

    #[test]
    fn a_note_that_is_still_being_written_is_read_as_not_ready() {
        assert_eq!(parse("4711\n/data\n"), Some(Note { pid: 4711, port: None, ready: false }));
    }

    #[test]
    fn a_complete_note_tells_the_port() {
        let text = "4711\n/data\n1700000000\n5433\n\n127.0.0.1\n  123  456\nready   \n";
        assert_eq!(parse(text), Some(Note { pid: 4711, port: Some(5433), ready: true }));
    }

    #[test]
    fn a_server_of_other_data_is_not_ours() {
        assert!(serves("/usr/bin/postgres -D /a/data ", Path::new("/a/data")));
        assert!(!serves("/usr/bin/postgres -D /b/data ", Path::new("/a/data")));
        assert!(!serves("sleep 60", Path::new("/a/data")));
    }
}
