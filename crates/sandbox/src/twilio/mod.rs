#![doc = include_str!("README.md")]

mod account;
mod content;
mod content_words;
mod event;
mod facts;
mod files;
mod form;
mod hear;
mod limits;
mod messages;
mod posting;
mod price;
mod refusal;
mod resource;
mod routes;
mod send;
mod senders;
mod signing;
mod state;
mod stream;

pub(crate) use event::Event;
pub(crate) use hear::{hand_over, tell};
pub(crate) use price::{CURRENCY, expect as expect_price, micros as price_of};
pub(crate) use refusal::Refusal;
pub(crate) use routes::{Route, Twilio, routes};
pub(crate) use send::message_id;
pub(crate) use state::{Account, change, show};
pub(crate) use stream::template_changed;
