//! Campaigns.

mod archive;
mod cost;
mod count;
mod create;
mod duplicate;
mod edit;
mod email_part;
mod ends;
mod exclusions;
mod export;
mod follow_up;
mod launch;
mod list;
mod pace;
mod preview;
mod progress;
mod read;
mod recipients;
mod report;
mod rest;
mod review;
mod stop;
mod template;
mod test_send;

use crate::mounting::ServiceConfig;
use actix_web::HttpResponse;
use domain::{CampaignId, ProblemCode, campaign::Campaign};
use store::{Change, Tx};

use crate::{error::Refusal, manners::version};

/// Mounts the routes of campaigns.
pub(super) fn mount(config: &mut ServiceConfig<'_, '_>) {
    config.service(list::list_campaigns).service(count::count_campaigns).service(create::create_campaign);
    config.service(read::read_campaign).service(edit::edit_campaign).service(duplicate::duplicate_campaign);
    config.service(archive::archive_campaign).service(archive::unarchive_campaign);
    config.service(review::review_campaign).service(preview::preview_campaign).service(test_send::send_test);
    config.service(launch::launch_campaign).service(stop::withdraw_campaign).service(stop::pause_campaign);
    config.service(stop::resume_campaign).service(stop::cancel_campaign).service(rest::send_rest);
    config.service(cost::read_campaign_cost).service(pace::set_campaign_pace);
    config.service(progress::read_progress).service(progress::follow_progress).service(report::read_report);
    config.service(recipients::list_recipients).service(export::export_recipients);
    config.service(exclusions::list_exclusions).service(ends::list_dead_ends).service(ends::resend_unknown);
    config.service(email_part::add_email_part).service(email_part::remove_email_part);
    config.service(follow_up::follow_up_campaign);
    config.service(ends::accept_unknown).service(ends::replay_dead_letters);
}

/// A campaign that is no e-mail part: that is ordered about with its main campaign, never alone.
async fn whole(tx: &mut Tx, id: CampaignId) -> Result<Campaign, Refusal> {
    let campaign = tx.campaigns().find(id).await?.ok_or(ProblemCode::CampaignNotFound)?;
    match campaign.part_of {
        Some(main) => Err(Refusal::with_detail(ProblemCode::CampaignIsPart, main.to_string())),
        None => Ok(campaign),
    }
}

fn changed(change: Change<Campaign>) -> Result<HttpResponse, Refusal> {
    version::changed(change, ProblemCode::CampaignNotFound, ProblemCode::CampaignNotEditable)
}
