//! The command line.

use std::{path::PathBuf, time::Duration};

use clap::{Args, Parser, Subcommand};
use domain::Role;

/// The marketing module of EB VISION 2.0.
#[derive(Debug, Parser)]
#[command(name = "ebvision-marketing", version, about)]
pub(crate) struct Cli {
    /// A TOML file with settings; the environment wins over it.
    #[arg(long, global = true, env = "EBVISION_CONFIG", value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the API, its documentation and, where configured, the SPA.
    Serve,
    /// Run the stages in the background.
    Work,
    /// Serve and work in one process.
    All,
    /// Bring the database to this version's schema. A second run changes nothing.
    Migrate,
    /// Fill clients, companies, templates and campaigns with invented data. Refused in production.
    Seed(SeedArgs),
    /// Mint a development token. Refused in production.
    Token(TokenArgs),
    /// Print the OpenAPI document.
    Openapi,
}

/// How much to invent.
#[derive(Debug, Clone, Args)]
pub(crate) struct SeedArgs {
    /// Rows of `clients`, at most a million.
    #[arg(long, default_value_t = 4_000, value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    pub(crate) clients: u32,
    /// Rows of `companies`, at most a million.
    #[arg(long, default_value_t = 11_000, value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    pub(crate) companies: u32,
    /// The number that the data grows from: the same one gives the same data.
    #[arg(long, default_value_t = 2026)]
    pub(crate) seed: u64,
    /// Do nothing where clients or companies hold rows already, instead of refusing.
    #[arg(long)]
    pub(crate) if_empty: bool,
}

/// Whose token.
#[derive(Debug, Clone, Args)]
pub(crate) struct TokenArgs {
    /// The roles, one or several.
    #[arg(long = "role", default_value = "viewer")]
    pub(crate) roles: Vec<Role>,
    /// The caller's id.
    #[arg(long, default_value = "demo")]
    pub(crate) sub: String,
    /// The name to show.
    #[arg(long, default_value = "Claire Vasseur")]
    pub(crate) name: String,
    /// How long it is good for, for instance `12h`.
    #[arg(long, default_value = "12h", value_parser = humantime::parse_duration)]
    pub(crate) ttl: Duration,
}
