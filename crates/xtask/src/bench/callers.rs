//! Many callers at once: `ebvision-load`, started and read.

use std::{fs, net::SocketAddr, path::Path, process::Command};

use anyhow::{Context as _, ensure};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::shell;

/// How they call.
#[derive(Debug, Clone, Copy)]
pub(super) enum Manner {
    /// As fast as answers come, for so many seconds.
    Eager { connections: u16, seconds: u64 },
    /// So many a second, whatever answers take, for so many seconds.
    Steady { connections: u16, rate: u32, seconds: u64 },
    /// Each request once.
    Once { connections: u16 },
}

/// What they tell. Waits are in milliseconds.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Heard {
    pub(super) answered: u64,
    pub(super) failed: u64,
    pub(super) seconds: f64,
    pub(super) per_second: f64,
    pub(super) p95: f64,
    pub(super) p99: f64,
}

/// A GET, with these headers.
pub(super) fn get(path: &str, headers: &Value) -> Value {
    json!({"method": "GET", "path": path, "headers": headers})
}

/// Calls, and fails where an answer was neither 2xx nor 3xx: such figures say nothing.
pub(super) fn call(
    program: &Path,
    folder: &Path,
    address: SocketAddr,
    requests: &[Value],
    manner: Manner,
) -> anyhow::Result<Heard> {
    let file = folder.join("requests.jsonl");
    let lines: String = requests.iter().map(|request| format!("{request}\n")).collect();
    fs::write(&file, lines).with_context(|| format!("cannot write {}", file.display()))?;
    let mut command = Command::new(program);
    command.arg("--address").arg(address.to_string()).arg("--requests").arg(&file).args(arguments(manner));
    let heard: Heard = serde_json::from_str(&shell::read(&mut command)?)?;
    ensure!(heard.failed == 0, "{} of {} answers were refusals", heard.failed, heard.answered);
    ensure!(heard.answered > 0, "nothing was answered");
    Ok(heard)
}

fn arguments(manner: Manner) -> Vec<String> {
    let mut arguments = Vec::new();
    let mut add = |name: &str, value: u64| arguments.extend([name.to_owned(), value.to_string()]);
    match manner {
        Manner::Eager { connections, seconds } => {
            add("--connections", connections.into());
            add("--seconds", seconds);
        }
        Manner::Steady { connections, rate, seconds } => {
            add("--connections", connections.into());
            add("--rate", rate.into());
            add("--seconds", seconds);
        }
        Manner::Once { connections } => {
            add("--connections", connections.into());
            arguments.push("--once".to_owned());
        }
    }
    arguments
}
