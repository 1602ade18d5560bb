//! The recipients: who they are, what they will do and when, and doing it.

mod act;
mod behaviour;
mod deed;
mod duty;
mod links;
mod plan;
mod shares;
mod temper;

pub(crate) use act::unsubscribe_as_visitor;
pub(crate) use behaviour::Behaviour;
pub(crate) use deed::{Deed, What, Who};
pub(crate) use duty::{Duty, begin};
pub use shares::{Share, Shares};
pub(crate) use temper::{BLACKLISTED, Landing, Temper};
