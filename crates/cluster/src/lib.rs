#![doc = include_str!("../README.md")]

mod account;
mod binaries;
mod cache;
mod cluster;
mod command;
mod create;
mod destroy;
mod error;
mod home;
mod lock;
mod options;
mod password;
mod postmaster;
mod search;
mod server;
mod settings;

pub use binaries::Binaries;
pub use cache::{cache_folder, postgres_cache};
pub use cluster::Cluster;
pub use destroy::destroy;
pub use error::{Error, Result};
pub use options::{Durability, Options};
pub use search::Search;

/// The database that exists in every cluster once [`Cluster::ensure`] has answered.
pub const DATABASE: &str = "ebvision";

/// The superuser of every cluster.
pub const ROLE: &str = "ebvision";
