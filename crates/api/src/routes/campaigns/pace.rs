//! The pace of a campaign while it leaves.

use actix_web::{
    HttpResponse, put,
    web::{Data, Path},
};
use domain::{
    CampaignId, ProblemCode,
    campaign::{Campaign, CampaignPace},
};

use crate::{
    Api,
    caller::{Caller, permit::CampaignsSend},
    error::Refusal,
    manners::{
        body::Body,
        version::{Expected, VersionHeader, changed},
    },
    zones,
};

/// Change a campaign's pace
///
/// Replaces how fast a campaign that was launched may leave, and at which hours not, whole; it holds from the next messages on, and
/// whoever waits is looked at again. An e-mail part has a pace of its own. A draft is edited instead.
#[utoipa::path(tag = "campaigns", security(("bearer" = ["campaigns:send"])), params(("id" = CampaignId, Path, description = "The campaign's id"), VersionHeader),
    request_body = CampaignPace, extensions(("x-problems" = json!(["campaign.not_found", "campaign.wrong_state", "suite.refused"]))),
    responses((status = 200, body = Campaign, description = "The campaign as it is now")))]
#[put("/campaigns/{id}/pace")]
pub(super) async fn set_campaign_pace(
    caller: Caller<CampaignsSend>,
    api: Data<Api>,
    id: Path<CampaignId>,
    Expected(version): Expected,
    body: Body<CampaignPace>,
) -> Result<HttpResponse, Refusal> {
    body.command.check()?;
    let quiet = body.command.quiet_hours.as_ref();
    zones::check("/quiet_hours/zone", quiet.and_then(|hours| hours.zone.as_deref()))?;
    let mut tx = api.store.begin().await?;
    let change = tx.campaigns().set_pace(*id, version, &body.command, (api.clock)()).await?;
    tx.commit().await?;
    tracing::info!(campaign = %*id, caller = caller.id(), "the pace was changed by a person");
    changed(change, ProblemCode::CampaignNotFound, ProblemCode::CampaignWrongState)
}
