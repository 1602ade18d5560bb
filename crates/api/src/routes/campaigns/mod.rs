//! Campaigns.

mod archive;
mod count;
mod create;
mod duplicate;
mod edit;
mod ends;
mod exclusions;
mod export;
mod launch;
mod list;
mod preview;
mod progress;
mod read;
mod recipients;
mod report;
mod review;
mod stop;
mod template;
mod test_send;

use crate::mounting::ServiceConfig;
use actix_web::HttpResponse;
use domain::{ProblemCode, campaign::Campaign};
use store::Change;

use crate::{error::Refusal, manners::version};

/// Mounts the routes of campaigns.
pub(super) fn mount(config: &mut ServiceConfig<'_, '_>) {
    config.service(list::list_campaigns).service(count::count_campaigns).service(create::create_campaign);
    config.service(read::read_campaign).service(edit::edit_campaign).service(duplicate::duplicate_campaign);
    config.service(archive::archive_campaign).service(archive::unarchive_campaign);
    config.service(review::review_campaign).service(preview::preview_campaign).service(test_send::send_test);
    config.service(launch::launch_campaign).service(stop::withdraw_campaign).service(stop::pause_campaign);
    config.service(stop::resume_campaign).service(stop::cancel_campaign);
    config.service(progress::read_progress).service(progress::follow_progress).service(report::read_report);
    config.service(recipients::list_recipients).service(export::export_recipients);
    config.service(exclusions::list_exclusions).service(ends::list_dead_ends).service(ends::resend_unknown);
    config.service(ends::accept_unknown).service(ends::replay_dead_letters);
}

fn changed(change: Change<Campaign>) -> Result<HttpResponse, Refusal> {
    version::changed(change, ProblemCode::CampaignNotFound, ProblemCode::CampaignNotEditable)
}
