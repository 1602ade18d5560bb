#![doc = include_str!("README.md")]

mod event;
mod facts;
mod files;
mod fit;
mod hear;
mod limits;
mod number;
mod outline;
mod posting;
mod refusal;
mod request;
mod routes;
mod send;
mod signing;
mod standing;
mod state;
mod subscription;
mod templates;
mod uploads;

pub(crate) use event::Event;
pub(crate) use hear::{
    DOWNGRADE, UPGRADE, hand_over, number_changed, preference_told, tell, template_changed,
};
pub(crate) use refusal::Refusal;
pub(crate) use routes::{Meta, Route, routes};
pub(crate) use send::message_id;
pub(crate) use standing::update;
pub(crate) use state::{Account, show};
