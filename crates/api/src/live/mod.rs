//! What happens, told while it happens: one listener for the whole process wakes whoever watches.

mod hub;
mod viewer;

pub use hub::{Listening, Live};
pub(crate) use viewer::watch;
