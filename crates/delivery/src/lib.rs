#![doc = include_str!("../README.md")]

mod janitor;
mod run;

pub use janitor::Janitor;
pub use run::{Stage, Step, run};
