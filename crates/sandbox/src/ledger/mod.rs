//! The ledger: what was accepted and what became of it, told by the sandbox's own log and nobody else's code.

mod figures;
mod journal;
mod totals;
mod view;

pub(crate) use figures::Figures;
pub(crate) use journal::Journal;
pub(crate) use view::view;
