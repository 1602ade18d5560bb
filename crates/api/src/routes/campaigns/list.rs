//! The list.

use actix_web::{
    get,
    web::{Data, Json},
};
use domain::{
    campaign::{CampaignQuery, CampaignSummary},
    list::Page,
};

use crate::{
    Api,
    caller::{Caller, permit::CampaignsRead},
    error::Refusal,
    manners::query::Asked,
};

/// List campaigns
///
/// One page at a time; `next` and `previous` lead to its neighbours. Archived campaigns stand in their own tab.
#[utoipa::path(tag = "campaigns", security(("bearer" = ["campaigns:read"])), params(CampaignQuery),
    responses((status = 200, body = Page<CampaignSummary>, description = "One page")))]
#[get("/campaigns")]
pub(super) async fn list_campaigns(
    _: Caller<CampaignsRead>,
    api: Data<Api>,
    Asked(query): Asked<CampaignQuery>,
) -> Result<Json<Page<CampaignSummary>>, Refusal> {
    query.check()?;
    let mut tx = api.store.begin().await?;
    Ok(Json(tx.campaigns().list(&query).await?))
}
