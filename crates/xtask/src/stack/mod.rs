//! The running product: a database, the server, and ways in. Shared by demo, browser tests and pictures.

pub(crate) mod api;
pub(crate) mod browser;
pub(crate) mod database;
pub(crate) mod people;
pub(crate) mod postgres;
pub(crate) mod product;
pub(crate) mod program;
pub(crate) mod sandbox;
pub(crate) mod secret;
pub(crate) mod server;
pub(crate) mod serving;
pub(crate) mod whatsapp;
