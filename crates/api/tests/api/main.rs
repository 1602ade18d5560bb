//! The API over real HTTP, against a real database each.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod campaigns;
mod door;
mod keys;
mod lists;
mod manners;
mod openapi;
mod repeat;
mod templates;
mod world;
