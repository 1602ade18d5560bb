#![doc = include_str!("README.md")]

mod act;
mod arrive;
mod control;
mod deed;
mod duty;
mod files;
mod kept;
mod ledger;
mod line;
mod message;
mod plan;
mod review;
mod standing;
mod temper;
mod template;
mod templates;
mod words;
mod world;

pub(crate) use act::{Speech, block, choose, press, read, write};
pub(crate) use arrive::{Arrival, arrive};
pub(crate) use control::mount;
pub(crate) use deed::{Deed, What};
pub(crate) use duty::Task;
pub(crate) use files::{File, find as file_of, mount as mount_files};
pub(crate) use kept::{Change, Quality, Status, Template};
pub(crate) use ledger::view;
pub(crate) use line::{Failure, Line, Told};
pub(crate) use message::{Heard, Letter, Message, Said};
pub(crate) use review::Rejection;
pub(crate) use standing::Throughput;
pub(crate) use template::{Button, Header, Press, Shown, Words, distinct, fill};
pub(crate) use templates::{Handed, hand_in, hand_in_again, remove};
pub(crate) use words::of_twilio;
pub(crate) use world::World;
