#![doc = include_str!("README.md")]

mod account;
mod blocked;
mod checks;
mod event;
mod hear;
mod idempotency;
mod letter;
mod limits;
mod payload;
mod posting;
mod query;
mod refusal;
mod routes;
mod send;
mod state;
mod statistics;
mod templating;
mod webhooks;

pub(crate) use event::Event;
pub(crate) use hear::{clicked, heard, opened};
pub(crate) use refusal::Refusal;
pub(crate) use routes::{Brevo, Route, routes};
pub(crate) use state::Account;
