//! The report.

use actix_web::{
    get,
    web::{Data, Json, Path},
};
use domain::{CampaignId, ProblemCode, report::CampaignReport};

use crate::{
    Api,
    caller::{Caller, permit::ReportsRead},
    error::Refusal,
};

/// Read a report
///
/// Totals, the waterfall as frozen, hours, links and reasons. Zeros before the audience is frozen; figures move for days after
/// the last message left.
#[utoipa::path(tag = "reports", security(("bearer" = ["reports:read"])), params(("id" = CampaignId, Path, description = "The campaign's id")),
    extensions(("x-problems" = json!(["campaign.not_found"]))), responses((status = 200, body = CampaignReport, description = "The report")))]
#[get("/campaigns/{id}/report")]
pub(super) async fn read_report(
    _: Caller<ReportsRead>,
    api: Data<Api>,
    id: Path<CampaignId>,
) -> Result<Json<CampaignReport>, Refusal> {
    let mut tx = api.store.begin().await?;
    let campaign = tx.campaigns().find(*id).await?.ok_or(ProblemCode::CampaignNotFound)?;
    Ok(Json(CampaignReport {
        figures: tx.figures().totals(*id).await?,
        waterfall: tx.exclusions().waterfall(*id).await?,
        hours: tx.figures().hours(*id).await?,
        links: tx.figures().links(*id).await?,
        reasons: tx.figures().reasons(*id).await?,
        campaign,
    }))
}
