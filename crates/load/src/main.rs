#![doc = include_str!("../README.md")]

mod cli;
mod connection;
mod outcome;
mod request;
mod run;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    match measure(&cli::Cli::parse()) {
        Ok(line) => {
            announce(&line);
            ExitCode::SUCCESS
        }
        Err(error) => {
            complain(&error);
            ExitCode::FAILURE
        }
    }
}

fn measure(cli: &cli::Cli) -> anyhow::Result<String> {
    let requests = request::read(&cli.requests, cli.address)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let outcome = runtime.block_on(run::run(cli, &requests))?;
    Ok(serde_json::to_string(&outcome.figures())?)
}

/// The one line on standard output: whoever started the program reads it.
#[allow(clippy::print_stdout, reason = "a promise of the program")]
fn announce(line: &str) {
    println!("{line}");
}

#[allow(clippy::print_stderr, reason = "the terminal is where this program's user is")]
fn complain(error: &anyhow::Error) {
    eprintln!("ebvision-load: {error:#}");
}
