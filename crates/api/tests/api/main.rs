//! The API over real HTTP, against a real database each.

mod campaigns;
mod door;
mod keys;
mod lists;
mod manners;
mod openapi;
mod repeat;
mod templates;
mod world;
