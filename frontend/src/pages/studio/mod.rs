//! The templates that WhatsApp approves: where each stands, and why.

mod list;
mod rows;

pub(crate) use list::StudioPage;
