#![doc = include_str!("README.md")]

mod arrival;
mod command;
mod content;
mod hear;
mod listen;
mod posting;
mod report;
mod session;
mod state;

pub(crate) use hear::{Event, heard};
pub(crate) use listen::listen;
pub(crate) use state::{Account, Hook, hook, show};

/// What faults call the taking of a message.
pub(crate) const ROUTE: &str = "SMTP";
/// What they call the opening of a connection.
pub(crate) const GREETING: &str = "SMTP greeting";
