//! What templates and campaigns say.

mod emails;
mod layout;
mod themes;
mod whatsapp;

pub(crate) use emails::{EMAILS, Email};
pub(crate) use layout::{email_html, email_text};
pub(crate) use themes::{SEASONS, THEMES, Theme};
pub(crate) use whatsapp::WHATSAPPS;
