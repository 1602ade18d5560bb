//! A WhatsApp message: an approved template with what fills it, and what is said instead where the window is open.

mod compiled;
mod renderer;
mod unfit;

pub use compiled::{WhatsappCompiled, compile_whatsapp};
pub use renderer::{Shown, WhatsappRenderer, Written};
pub use unfit::{Tally, Unfit};
