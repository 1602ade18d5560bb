//! The API over real HTTP, against a real database each.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod audiences;
mod campaigns;
mod door;
mod hooks;
mod keys;
mod launch;
mod lists;
mod manners;
mod openapi;
mod people;
mod preview;
mod repeat;
mod rules;
mod templates;
mod world;
