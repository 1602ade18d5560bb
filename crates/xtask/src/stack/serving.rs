//! The product and the sandbox as processes that answer, wherever nobody looks at them.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::Path,
    process::Command,
    time::Duration,
};

use super::{
    api::{Caller, until},
    program::{Settings, command, start},
};
use crate::shell::{self, Running};

/// How long the start of a process may take.
const PATIENCE: Duration = Duration::from_secs(180);

/// The product, serving.
#[derive(Debug)]
pub(crate) struct Serving {
    pub(crate) running: Running,
    pub(crate) address: SocketAddr,
    /// An administrator's.
    pub(crate) token: String,
    pub(crate) api: Caller,
}

impl Serving {
    /// Serves on the port of the settings, with its log in the folder.
    pub(crate) fn start(
        product: &Path,
        settings: &Settings,
        port: u16,
        folder: &Path,
    ) -> anyhow::Result<Self> {
        let token =
            shell::read(command(product, "token", settings).args(["--role", "admin", "--ttl", "12h"]))?;
        let token = token.trim().to_owned();
        let running = start(&mut command(product, "serve", settings), folder, "serve")?;
        let api = Caller::new(format!("http://127.0.0.1:{port}/api/marketing/v1"), token.clone());
        until("the API serves", PATIENCE, || api.get("/me").map(|_| true))?;
        Ok(Self { running, address: (Ipv4Addr::LOCALHOST, port).into(), token, api })
    }
}

/// The sandbox, of whose recipients none does what is named in `nobody`; and its control.
pub(crate) fn sandbox(
    program: &Path,
    folder: &Path,
    port: u16,
    nobody: &[&str],
    further: &[String],
) -> anyhow::Result<(Running, Caller)> {
    let mut command = Command::new(program);
    // Its bodies need no room: nobody looks at them.
    command.args(["--port", &port.to_string(), "--memory", "16"]).args(further);
    command.args(nobody.iter().flat_map(|share| ["--share".to_owned(), format!("{share}=0")]));
    let running = start(&mut command, folder, "sandbox")?;
    let control = Caller::new(format!("http://127.0.0.1:{port}"), String::new());
    until("the sandbox answers", PATIENCE, || control.get("/_sandbox/quiet").map(|_| true))?;
    Ok((running, control))
}
