//! Templates: the lists by channel, and the form.

mod filters;
mod form;
mod list;
mod page;
mod rows;

pub(crate) use list::TemplatesPage;
pub(crate) use page::{NewTemplatePage, TemplatePage};
