//! The templates that WhatsApp approves: where each stands, and why; and where one is written.

mod acts;
mod advice;
mod buttons;
mod content;
mod copy;
mod draft;
mod examples;
mod follow;
mod form;
mod identity;
mod list;
mod page;
mod preview;
mod rows;
mod steps;

pub(crate) use list::StudioPage;
pub(crate) use page::{NewStudioTemplatePage, StudioTemplatePage};
