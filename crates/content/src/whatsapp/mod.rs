//! A WhatsApp message: an approved template with what fills it, and what is said instead where the window is open.

mod compiled;
mod media;
mod renderer;
mod unfit;

pub use compiled::{WhatsappCompiled, compile_whatsapp};
pub use media::media_misfit;
pub use renderer::{Shown, WhatsappRenderer, Written};
pub use unfit::{Tally, Unfit};
