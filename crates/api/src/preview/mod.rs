//! Previews: a message of a campaign, as one person of its audience would get it.

mod cast;
mod render;

pub(crate) use cast::audition;
pub(crate) use render::render;
