//! The command line.

use std::{net::SocketAddr, path::PathBuf};

use clap::Parser;

/// Plays many callers over HTTP on loopback, and tells how long they waited.
#[derive(Debug, Parser)]
#[command(name = "ebvision-load", version)]
pub(crate) struct Cli {
    /// Who is asked; a loopback address.
    #[arg(long, value_parser = loopback)]
    pub(crate) address: SocketAddr,
    /// What is asked: JSON lines of `method`, `path`, `headers` and `body`, one after the other and from the start again.
    #[arg(long)]
    pub(crate) requests: PathBuf,
    /// Connections at once.
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    pub(crate) connections: u16,
    /// For how long it asks.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=600))]
    pub(crate) seconds: u64,
    /// So many requests a second, whatever the answers take.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) rate: Option<u32>,
    /// Each request once.
    #[arg(long, conflicts_with = "rate")]
    pub(crate) once: bool,
}

fn loopback(text: &str) -> Result<SocketAddr, String> {
    let address: SocketAddr = text.parse().map_err(|_| "write an address as 127.0.0.1:8080".to_owned())?;
    if address.ip().is_loopback() { Ok(address) } else { Err("only loopback addresses are asked".into()) }
}
