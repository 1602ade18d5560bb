//! The report.

use actix_web::{
    get,
    web::{Data, Json, Path},
};
use domain::{CampaignId, ProblemCode, audience::Reach, report::CampaignReport};

use crate::{
    Api,
    caller::{Caller, permit::ReportsRead},
    error::Refusal,
};

/// Read a report
///
/// Totals, the waterfall as frozen, hours, links and reasons. Zeros before the audience is frozen; figures move for days after
/// the last message left. Of a campaign with an e-mail part, whom both reach and the waterfalls of both; the part's own figures
/// stand in its own report.
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
    let waterfall = tx.exclusions().waterfall(*id).await?;
    let part_waterfall = match campaign.email_part {
        Some(part) => Some(tx.exclusions().waterfall(part).await?),
        None => None,
    };
    Ok(Json(CampaignReport {
        figures: tx.figures().totals(*id).await?,
        reach: part_waterfall.as_ref().map(|part| Reach::of(&waterfall, part)),
        waterfall,
        part_waterfall,
        hours: tx.figures().hours(*id).await?,
        links: tx.figures().links(*id).await?,
        reasons: tx.figures().reasons(*id).await?,
        canary: tx.canaries().find(*id).await?,
        campaign,
    }))
}
