//! One campaign.

use actix_web::{
    HttpResponse, get,
    web::{Data, Path},
};
use domain::{CampaignId, ProblemCode, campaign::Campaign};

use crate::{
    Api,
    caller::{Caller, permit::CampaignsRead},
    error::Refusal,
    manners::version::shown,
};

/// Read a campaign
///
/// With its `ETag`, which an edit wants back.
#[utoipa::path(tag = "campaigns", security(("bearer" = ["campaigns:read"])), params(("id" = CampaignId, Path, description = "The campaign's id")),
    extensions(("x-problems" = json!(["campaign.not_found"]))), responses((status = 200, body = Campaign, description = "The campaign")))]
#[get("/campaigns/{id}")]
pub(super) async fn read_campaign(
    _: Caller<CampaignsRead>,
    api: Data<Api>,
    id: Path<CampaignId>,
) -> Result<HttpResponse, Refusal> {
    let mut tx = api.store.begin().await?;
    let campaign = tx.campaigns().find(*id).await?.ok_or(ProblemCode::CampaignNotFound)?;
    Ok(shown(&campaign))
}
