//! HTML: read where things stand, changed only there.

mod dress;
mod edits;
mod href;
mod outline;
mod rewrite;
mod text;
mod text_style;

pub(crate) use dress::{dress, from_text};
pub(crate) use href::Target;
pub(crate) use outline::Outline;
pub(crate) use rewrite::rewrite;
pub(crate) use text::to_text;
