//! Campaigns.

mod archive;
mod count;
mod create;
mod duplicate;
mod edit;
mod list;
mod read;
mod template;

use actix_web::HttpResponse;
use domain::{ProblemCode, campaign::Campaign};
use store::Change;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{error::Refusal, manners::version};

/// Mounts the routes of campaigns.
pub(super) fn mount(config: &mut ServiceConfig<'_>) {
    config.service(list::list_campaigns).service(count::count_campaigns).service(create::create_campaign);
    config.service(read::read_campaign).service(edit::edit_campaign).service(duplicate::duplicate_campaign);
    config.service(archive::archive_campaign).service(archive::unarchive_campaign);
}

fn changed(change: Change<Campaign>) -> Result<HttpResponse, Refusal> {
    version::changed(change, ProblemCode::CampaignNotFound, ProblemCode::CampaignNotEditable)
}
