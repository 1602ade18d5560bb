#![doc = include_str!("../README.md")]

mod bench;
mod cargo;
mod chaos;
mod cli;
mod demo;
mod finish;
mod interrupt;
mod openapi;
mod say;
mod screens;
mod setup;
mod shell;
mod size;
mod spa;
mod sqlx_cache;
mod stack;
mod test;
mod workspace;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say::line(&format!("\nerror: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    let cli = cli::Cli::parse();
    interrupt::listen()?;
    say::listen();
    cli.command.run(&workspace::Workspace::find()?)
}
