//! Providers over real sockets: one suite for all of them, and what is each one's own.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod accounts;
mod brevo;
mod conformance;
mod meta;
mod sendgrid;
mod server;
mod smtp;
mod twilio;
mod world;
