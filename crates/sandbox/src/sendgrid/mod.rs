#![doc = include_str!("README.md")]

mod account;
mod checks;
mod event;
mod filling;
mod hear;
mod letter;
mod limits;
mod payload;
mod posting;
mod refusal;
mod routes;
mod send;
mod signing;
mod state;
mod suppressions;
mod webhooks;

pub(crate) use account::{change, show};
pub(crate) use event::Event;
pub(crate) use hear::{clicked, heard, opened};
pub(crate) use refusal::Refusal;
pub(crate) use routes::{Route, Sendgrid, routes};
pub(crate) use signing::Signer;
pub(crate) use state::Account;
