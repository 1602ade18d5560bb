use std::{io, path::PathBuf};

/// What this crate answers.
pub type Result<T> = std::result::Result<T, Error>;

/// Why there is no cluster. Every message says what to do where there is something to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Neither the machine nor the cache holds PostgreSQL.
    #[error(
        "PostgreSQL 14 or newer was not found (initdb, pg_ctl and postgres are needed).\n\
         Install it with `apt-get install postgresql` (Debian, Ubuntu) or `brew install postgresql@17` (macOS),\n\
         or let `cargo xtask setup` fetch it, or set DATABASE_URL to a PostgreSQL of your own.\n\
         Looked in: {looked_in}"
    )]
    NoBinaries {
        /// The folders that were tried.
        looked_in: String,
    },
    /// The data folder was written by a version that is gone from the machine.
    #[error(
        "the data in {data} was written by PostgreSQL {major}, which is no longer on this machine.\n\
         Install version {major} again, or remove the data with `cargo xtask demo --fresh`."
    )]
    OtherMajor {
        /// The data folder.
        data: PathBuf,
        /// The version that wrote it.
        major: u32,
    },
    /// PostgreSQL refuses root, and root found nobody to run it as.
    #[error(
        "PostgreSQL does not run as root, and there is no account `postgres` or `nobody` to run it as.\n\
         Create one: `useradd --system postgres`."
    )]
    NoAccount,
    /// One of PostgreSQL's programs said no.
    #[error("`{program}` failed ({status}):\n{output}")]
    Program {
        /// Which program.
        program: String,
        /// How it ended.
        status: String,
        /// What it printed, or the end of the server's log.
        output: String,
    },
    /// A cluster that somebody else started cannot be removed.
    #[error("the cluster in {home} is in use by another process; stop that one first")]
    InUse {
        /// The cluster's home.
        home: PathBuf,
    },
    /// A file that the cluster keeps does not hold what it should.
    #[error("{path} is damaged: {why}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The file system said no.
    #[error("cannot {what} {path}: {source}")]
    File {
        /// What was tried.
        what: &'static str,
        /// On which path.
        path: PathBuf,
        /// The reason of the system.
        source: io::Error,
    },
    /// The operating system gave no random bytes.
    #[error("the operating system gave no random bytes: {0}")]
    Random(String),
    /// No port of the loopback interface is free.
    #[error("no free port on 127.0.0.1: {0}")]
    NoPort(io::Error),
}

/// Adds the path and the verb that an `io::Error` lacks.
pub(crate) trait At<T> {
    fn at(self, what: &'static str, path: impl Into<PathBuf>) -> Result<T>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, what: &'static str, path: impl Into<PathBuf>) -> Result<T> {
        self.map_err(|source| Error::File { what, path: path.into(), source })
    }
}
