#![doc = include_str!("../README.md")]

mod compile;
mod compiled;
mod footer;
mod groups;
mod html;
mod language;
mod mask;
mod neutralise;
mod pieces;
mod renderer;
mod review;
mod simple;
mod slots;
pub mod token;
pub mod urls;
mod variables;
mod whatsapp;

pub use compile::compile;
pub use compiled::{Compiled, Email, Link, Message};
pub use language::check;
pub use neutralise::TooManySlots;
pub use renderer::{RenderError, Renderer};
pub use review::review;
pub use variables::Variables;
pub use whatsapp::{
    Shown, Tally, Unfit, WhatsappCompiled, WhatsappRenderer, Written, compile_whatsapp, media_misfit,
};
