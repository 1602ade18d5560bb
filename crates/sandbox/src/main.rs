//! The program: it reads its command line, runs a sandbox and stops it when told to.

mod cli;

use std::{io::IsTerminal, process::ExitCode};

use clap::Parser;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    listen_to_ourselves();
    match run(cli).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: cli::Cli) -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let settings = cli.settings();
    if !settings.limits {
        tracing::warn!("the real service's rate limits are left out");
    }
    let running = sandbox::start(settings).await?;
    announce(running.url());
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    running.stop().await
}

fn listen_to_ourselves() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
}

/// The one line on standard output: whoever started the program waits for it.
#[allow(clippy::print_stdout, reason = "a promise of the program")]
fn announce(url: &str) {
    println!("listening on {url}");
}

#[allow(clippy::print_stderr, reason = "the terminal is where this program's user is")]
fn complain(error: &anyhow::Error) {
    eprintln!("ebvision-sandbox: {error:#}");
}
