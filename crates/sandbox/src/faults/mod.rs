//! Faults on demand: what the real world does to a caller, and a test cannot wait for.

mod hooks;
mod kind;
mod parse;
mod reply;
mod set;
mod wire;

pub(crate) use hooks::WebhookFaults;
pub use kind::{Fault, FaultKind};
pub use parse::parse;
pub use reply::{Moment, SaidReply};
pub(crate) use set::Faults;
pub(crate) use wire::{Wire, let_go};
