#![doc = include_str!("../README.md")]

mod cli;
mod clock;
mod commands;
mod database;
mod jwks;
mod settings;
mod shutdown;
mod supervisor;
mod telemetry;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    match commands::run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            ExitCode::FAILURE
        }
    }
}

/// The last word of a program that could not do its work, on standard error.
#[allow(clippy::print_stderr, reason = "the terminal is where this program's user is")]
fn complain(error: &anyhow::Error) {
    eprintln!("ebvision-marketing: {error:#}");
}
