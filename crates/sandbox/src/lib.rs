#![doc = include_str!("../README.md")]

mod agenda;
mod brevo;
mod call;
mod chance;
mod clock;
mod control;
mod faults;
mod front;
mod inbox;
mod ledger;
mod limits;
mod locked;
mod loopback;
mod mail;
mod meta;
mod people;
mod post;
mod route;
mod running;
mod sandbox;
mod sendgrid;
mod service;
mod services;
mod settings;
mod smtp;
mod specs;
mod twilio;
mod whatsapp;

pub use faults::{Fault, FaultKind, Moment, SaidReply, parse as parse_faults};
pub use people::{Share, Shares};
pub use running::{Running, start};
pub use settings::{Pace, Settings};
