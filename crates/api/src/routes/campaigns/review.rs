//! What a launch would do.

use actix_web::{
    get,
    web::{Data, Json, Path},
};
use domain::{CampaignId, ProblemCode, campaign::Review};

use crate::{
    Api,
    caller::{Caller, permit::CampaignsRead},
    error::Refusal,
    review::{file, review},
};

/// Review a campaign
///
/// Who would be written to, by which account, from whom and when, and everything that needs a word: what blocks a launch first. By
/// WhatsApp, the address of the header's picture, film or document is asked for it, for 3 s at most.
#[utoipa::path(tag = "campaigns", security(("bearer" = ["campaigns:read"])), params(("id" = CampaignId, Path, description = "The campaign's id")),
    extensions(("x-problems" = json!(["campaign.not_found"]))), responses((status = 200, body = Review, description = "The review")))]
#[get("/campaigns/{id}/review")]
pub(super) async fn review_campaign(
    _: Caller<CampaignsRead>,
    api: Data<Api>,
    id: Path<CampaignId>,
) -> Result<Json<Review>, Refusal> {
    let file = file(&api, *id).await?;
    let mut tx = api.store.begin().await?;
    let campaign = tx.campaigns().find(*id).await?.ok_or(ProblemCode::CampaignNotFound)?;
    Ok(Json(review(&api, &mut tx, &campaign, file).await?))
}
