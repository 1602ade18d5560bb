//! The whole house at once: the binary, PostgreSQL, and the sandbox, whose ledger is a second opinion by other code.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod away;
mod blocked;
mod chaos;
mod door;
mod doubt;
mod faults;
mod figures;
mod handed_over;
mod held;
mod ledger;
mod media;
mod paths;
mod people;
mod process;
mod sendgrid;
mod signed;
mod smtp;
mod stopped;
mod template_paused;
mod whatsapp;
mod world;
