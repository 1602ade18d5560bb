//! What the server tells while it happens: a stream of events, read by `fetch`, because a browser's own reader of such streams sends no
//! `Authorization`. It reconnects by itself, from the last event that it heard.

mod line;
mod parser;

pub(crate) use line::{Heard, Link, follow, pause};
pub(crate) use parser::Message;
