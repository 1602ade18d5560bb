//! Running PostgreSQL's programs and telling what they said.

use std::{
    io::Write as _,
    path::Path,
    process::{Command, Output, Stdio},
};

use crate::{Binaries, Error, Result, account::Account, error::At};

/// The variables with which a user's shell would steer PostgreSQL's programs elsewhere.
const FOREIGN: [&str; 6] = ["PGDATA", "PGPORT", "PGHOST", "PGUSER", "PGDATABASE", "PGOPTIONS"];

/// PostgreSQL's programs, run by the right account.
#[derive(Debug, Clone)]
pub(crate) struct Programs {
    binaries: Binaries,
    account: Account,
}

impl Programs {
    pub(crate) fn new(binaries: Binaries, account: Account) -> Self {
        Self { binaries, account }
    }

    pub(crate) fn account(&self) -> Account {
        self.account
    }

    /// A program in a plain environment: its messages are read by us, so they are in English.
    pub(crate) fn command(&self, name: &str) -> Command {
        let mut command = self.account.command(&self.binaries.program(name));
        FOREIGN.iter().for_each(|name| {
            command.env_remove(name);
        });
        command.env("LC_ALL", "C");
        command
    }
}

/// Runs to the end; anything but success is an error with the program's own words.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let output = command.output().at("run", command.get_program())?;
    judge(command, &output)
}

/// The same, with text on the program's standard input.
pub(crate) fn run_with_input(command: &mut Command, input: &str) -> Result<()> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let program = Path::new(command.get_program()).to_owned();
    let mut child = command.spawn().at("run", &program)?;
    // A program that dies early closes the pipe: its own words, judged below, say more than ours would.
    let written = child.stdin.take().map_or(Ok(()), |mut pipe| pipe.write_all(input.as_bytes()));
    let output = child.wait_with_output().at("wait for", &program)?;
    judge(command, &output)?;
    written.at("write to", program)
}

fn judge(command: &Command, output: &Output) -> Result<()> {
    if output.status.success() {
        return Ok(());
    }
    let said = [&output.stdout[..], &output.stderr[..]].concat();
    Err(Error::Program {
        program: Path::new(command.get_program()).display().to_string(),
        status: output.status.to_string(),
        output: String::from_utf8_lossy(&said).trim().to_owned(),
    })
}
