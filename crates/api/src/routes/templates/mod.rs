//! Templates.

mod archive;
mod content;
mod create;
mod duplicate;
mod edit;
mod list;
mod read;

use crate::mounting::ServiceConfig;
use actix_web::HttpResponse;
use domain::{ProblemCode, template::Template};
use store::Change;

use crate::{error::Refusal, manners::version};

/// Mounts the routes of templates.
pub(super) fn mount(config: &mut ServiceConfig<'_, '_>) {
    config.service(list::list_templates).service(create::create_template);
    config.service(read::read_template).service(edit::edit_template).service(duplicate::duplicate_template);
    config.service(archive::archive_template).service(archive::unarchive_template);
}

fn changed(change: Change<Template>) -> Result<HttpResponse, Refusal> {
    version::changed(change, ProblemCode::TemplateNotFound, ProblemCode::TemplateNotEditable)
}
