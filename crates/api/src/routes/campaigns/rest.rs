//! A person does not want to wait for the canary.

use actix_web::{
    HttpResponse, post,
    web::{Data, Path},
};
use domain::{CampaignId, ProblemCode, campaign::Campaign};

use crate::{
    Api,
    caller::{Caller, permit::CampaignsSend},
    error::Refusal,
    manners::version::changed,
};

/// Send the rest
///
/// Lets the rest of a campaign go at once that waits for its canary; who decided it is kept. Refused where nothing waits for a
/// canary, and while the campaign is paused: resume it first.
#[utoipa::path(tag = "campaigns", security(("bearer" = ["campaigns:send"])), params(("id" = CampaignId, Path, description = "The campaign's id")),
    extensions(("x-problems" = json!(["campaign.not_found", "campaign.wrong_state"]))),
    responses((status = 200, body = Campaign, description = "The campaign as it is now")))]
#[post("/campaigns/{id}/send-rest")]
pub(super) async fn send_rest(
    caller: Caller<CampaignsSend>,
    api: Data<Api>,
    id: Path<CampaignId>,
) -> Result<HttpResponse, Refusal> {
    let mut tx = api.store.begin().await?;
    let change = tx.canaries().send_rest(*id, caller.id(), (api.clock)()).await?;
    tx.commit().await?;
    tracing::info!(campaign = %*id, caller = caller.id(), "the rest was sent by a person");
    changed(change, ProblemCode::CampaignNotFound, ProblemCode::CampaignWrongState)
}
