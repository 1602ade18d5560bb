//! Programs of ours, started with settings of their own and a log in a file.

use std::{
    fs::{self, File},
    path::Path,
    process::Command,
};

use anyhow::Context as _;

use crate::shell::Running;

/// The environment of a program.
pub(crate) type Settings = Vec<(&'static str, String)>;

const SECRET: &str = "a secret of a machine, 32 bytes.";

/// What the product is started with wherever nobody looks at it: serving on a port, working on a database.
pub(crate) fn settings(database: &str, port: u16) -> Settings {
    vec![
        ("EBVISION_ENVIRONMENT", "development".to_owned()),
        ("EBVISION_JWT_SECRET", SECRET.to_owned()),
        ("DATABASE_URL", database.to_owned()),
        ("EBVISION_HTTP_BIND", format!("127.0.0.1:{port}")),
        ("EBVISION_LOG_FORMAT", "text".to_owned()),
        ("EBVISION_LOG_FILTER", "info,sqlx=error".to_owned()),
    ]
}

/// A subcommand that sees these settings and nothing else.
pub(crate) fn command(program: &Path, subcommand: &str, settings: &Settings) -> Command {
    let mut command = Command::new(program);
    command.env_clear().arg(subcommand).envs(settings.iter().map(|(name, value)| (name, value)));
    command
}

/// Starts a program; what it says goes into a file of that name.
pub(crate) fn start(command: &mut Command, folder: &Path, name: &str) -> anyhow::Result<Running> {
    fs::create_dir_all(folder).context("cannot make a folder for logs")?;
    let path = folder.join(format!("{name}.log"));
    let file = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
    let also = file.try_clone().with_context(|| format!("cannot write {}", path.display()))?;
    Running::start(command.stdout(file).stderr(also))
}
