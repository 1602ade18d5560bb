//! The API over real HTTP, against a real database each.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod accounts;
mod audiences;
mod campaigns;
mod conversations;
mod costs;
mod deck;
mod door;
mod ends;
mod file;
mod filling;
mod hooks;
mod keys;
mod launch;
mod letters;
mod lists;
mod live;
mod manners;
mod media;
mod openapi;
mod pace;
mod pace_of_campaign;
mod parts;
mod people;
mod preview;
mod public;
mod quiet;
mod repeat;
mod reports;
mod rest;
mod rules;
mod templates;
mod whatsapp;
mod world;
