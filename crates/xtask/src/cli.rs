//! The commands and their options.

use clap::{Parser, Subcommand};

use crate::{
    bench, chaos, demo, finish, openapi, screens, setup, size, spa, sqlx_cache, test, workspace::Workspace,
};

/// Set-up, demo and tests of EB VISION Marketing.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build everything, start it with test data on one port, and stop it on Ctrl-C
    Demo(demo::Demo),
    /// Run every check: format, clippy, tests on real PostgreSQL, browser tests
    Test(test::Test),
    /// Kill workers, PostgreSQL and answers in the middle of campaigns, and count who got what
    Chaos(chaos::Chaos),
    /// Measure how fast it is, against the targets, and write the table
    Bench(bench::Bench),
    /// Install what demo and test need; both do this themselves
    Setup,
    /// Write the queries' offline cache, .sqlx, from the migrations and the store's queries
    Sqlx(sqlx_cache::Refresh),
    /// Write openapi/openapi.json from the routes that are mounted
    Openapi,
    /// Build the SPA into dist/, in release
    Spa,
    /// Take a picture of every page into .screens
    Screens,
    /// Show what a first visit downloads, and fail over the limit
    Size,
    /// Trunk's hook: cut the program into parts, and move inline scripts into files
    Finish,
}

impl Command {
    pub(crate) fn run(self, workspace: &Workspace) -> anyhow::Result<()> {
        match self {
            Self::Demo(demo) => demo.run(workspace),
            Self::Test(test) => test.run(workspace),
            Self::Chaos(chaos) => chaos.run(workspace),
            Self::Bench(bench) => bench.run(workspace),
            Self::Setup => setup::everything(workspace),
            Self::Sqlx(refresh) => refresh.run(workspace),
            Self::Openapi => openapi::write(workspace),
            Self::Spa => spa::run(workspace),
            Self::Screens => screens::run(workspace),
            Self::Size => size::run(workspace),
            Self::Finish => finish::run(workspace),
        }
    }
}
