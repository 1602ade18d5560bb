//! What strangers call: bounded bodies in, pages that run nothing out.

mod body;
mod page;

pub(crate) use body::read;
pub(crate) use page::stored_page;
