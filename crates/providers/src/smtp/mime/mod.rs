//! Messages (RFC 5322, RFC 2045 to 2047): what all of a call have in common is written once, what differs for each person.

mod header;
mod mould;
mod quoted;
mod tags;

pub(super) use mould::Mould;
pub(super) use tags::{DELIMITERS, tag};
