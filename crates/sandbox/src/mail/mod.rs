//! The messages that were accepted, as little of each as shows it again.

mod message;
mod room;

pub(crate) use message::{Content, Envelope, Mailbox, Message};
pub(crate) use room::{Arrival, Mailroom};
