//! The sandbox over real HTTP: what callers, receivers and readers see of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod account;
mod faults;
mod harness;
mod inbox;
mod ledger;
mod limits;
mod meta;
mod people;
mod program;
mod receiver;
mod send;
mod sendgrid;
mod smtp;
mod specs;
mod twilio;
mod webhooks;
