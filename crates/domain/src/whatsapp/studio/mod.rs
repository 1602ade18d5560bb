//! Where templates of WhatsApp are written, handed in and watched.

mod command;
mod naming;
mod query;
mod rules;
mod standing;
mod view;

pub use command::{WhatsappTemplateCopy, WhatsappTemplateCreate};
pub use naming::{next_version, template_name};
pub use query::WhatsappTemplateQuery;
pub use standing::{TEMPLATE_QUALITY, TemplateStanding};
pub use view::{TemplateStep, TemplateUse, WhatsappTemplateSummary};
