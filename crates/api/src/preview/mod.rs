//! Previews: a message of a campaign, as one person of its audience would get it.

mod cast;
mod render;
mod whatsapp;

pub(crate) use cast::{Cast, audition};
pub(crate) use render::render;
pub(crate) use whatsapp::render_whatsapp;
