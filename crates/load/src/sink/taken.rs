//! What was taken.

use std::{
    fs,
    io::{self, BufRead as _, BufReader, Write as _},
    net::TcpStream,
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{SystemTime, UNIX_EPOCH},
};

use serde::Serialize;

/// What it has taken so far. Instants are microseconds since 1970 (UTC).
#[derive(Debug, Clone, Copy, Default, Serialize)]
struct Taken {
    msgs: u64,
    first_us: u64,
    last_us: u64,
}

/// Counts, and keeps the first few.
#[derive(Debug)]
pub(crate) struct Sink {
    taken: Mutex<Taken>,
    /// How many are still to be kept, and how many are.
    kept: Mutex<(u64, u64)>,
    folder: PathBuf,
}

impl Sink {
    pub(crate) fn new(dump: u64, folder: PathBuf) -> Self {
        Self { taken: Mutex::new(Taken::default()), kept: Mutex::new((dump, 0)), folder }
    }

    /// Whether the next message is kept.
    pub(crate) fn wants_more(&self) -> bool {
        locked(&self.kept).0 > 0
    }

    /// A message has come.
    pub(crate) fn take(&self, letter: Option<&[u8]>) -> io::Result<()> {
        if let Some(letter) = letter {
            self.keep(letter)?;
        }
        let now = now();
        let mut taken = locked(&self.taken);
        if taken.msgs == 0 {
            taken.first_us = now;
        }
        taken.msgs += 1;
        taken.last_us = now;
        Ok(())
    }

    fn keep(&self, letter: &[u8]) -> io::Result<()> {
        let mut kept = locked(&self.kept);
        let (left, number) = *kept;
        if left == 0 {
            return Ok(());
        }
        *kept = (left - 1, number + 1);
        drop(kept);
        fs::write(self.folder.join(format!("msg-{number}.eml")), letter)
    }

    /// Answers one question: what it had taken until `reset`, which forgets it.
    pub(crate) fn answer(&self, stream: &TcpStream) -> io::Result<()> {
        let mut question = String::new();
        BufReader::new(stream).read_line(&mut question)?;
        let mut taken = locked(&self.taken);
        let told = *taken;
        if question.trim() == "reset" {
            *taken = Taken::default();
        }
        drop(taken);
        let mut answer = stream;
        writeln!(answer, "{}", serde_json::to_string(&told)?)
    }
}

fn locked<T>(what: &Mutex<T>) -> MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Microseconds since 1970 (UTC).
#[allow(clippy::disallowed_methods, reason = "what is measured is the time of this machine")]
fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_micros()).unwrap_or(u64::MAX)
}
