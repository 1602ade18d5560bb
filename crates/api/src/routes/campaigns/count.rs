//! The numbers on the tabs.

use actix_web::{
    get,
    web::{Data, Json},
};
use domain::campaign::{CampaignCounts, CampaignQuery};

use crate::{
    Api,
    caller::{Caller, permit::CampaignsRead},
    error::Refusal,
    manners::query::Asked,
};

/// Count campaigns
///
/// How many campaigns each tab would show under the same words and channel. Order, tab and page count for nothing here.
#[utoipa::path(tag = "campaigns", security(("bearer" = ["campaigns:read"])), params(CampaignQuery),
    responses((status = 200, body = CampaignCounts, description = "One entry per tab")))]
#[get("/campaigns/counts")]
pub(super) async fn count_campaigns(
    _: Caller<CampaignsRead>,
    api: Data<Api>,
    Asked(query): Asked<CampaignQuery>,
) -> Result<Json<CampaignCounts>, Refusal> {
    query.check()?;
    let mut tx = api.store.begin().await?;
    Ok(Json(tx.campaigns().counts(&query).await?))
}
