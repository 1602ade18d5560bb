#![doc = include_str!("README.md")]

mod account;
mod blocked;
mod call;
mod checks;
mod deliver;
mod event;
mod hear;
mod idempotency;
mod letter;
mod limits;
mod outbox;
mod payload;
mod query;
mod refusal;
mod routes;
mod send;
mod state;
mod statistics;
pub(crate) mod templating;
mod webhooks;

pub(crate) use call::{Answer, Call};
pub(crate) use deliver::deliver;
pub(crate) use hear::{clicked, heard, opened};
pub(crate) use limits::storm;
pub(crate) use outbox::Outbox;
pub(crate) use refusal::Refusal;
pub(crate) use routes::{Route, answer, find, routes};
pub(crate) use state::Account;
