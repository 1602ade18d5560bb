//! The people of a campaign as a file.

use actix_web::{
    HttpRequest, post,
    web::{Data, Json, Path},
};
use domain::{
    CampaignId, ProblemCode,
    report::{ExportOrder, Ticket, TicketKind},
};

use crate::{
    Api,
    caller::{Caller, permit::ReportsExport},
    error::Refusal,
    export::{Download, RecipientsExport},
    manners::{body::Body, problems::language},
    tickets::issue,
};

/// Export recipients
///
/// Gives the path of a CSV file of a campaign's recipients, whole or by group and words; headings and separator follow
/// `Accept-Language`. The path is good once, for 60 s.
#[utoipa::path(tag = "reports", security(("bearer" = ["reports:export"])), params(("id" = CampaignId, Path, description = "The campaign's id")),
    request_body = ExportOrder, extensions(("x-problems" = json!(["campaign.not_found"]))),
    responses((status = 200, body = Ticket, description = "The way to the file")))]
#[post("/campaigns/{id}/recipients/export")]
pub(super) async fn export_recipients(
    _: Caller<ReportsExport>,
    api: Data<Api>,
    id: Path<CampaignId>,
    request: HttpRequest,
    body: Body<ExportOrder>,
) -> Result<Json<Ticket>, Refusal> {
    body.command.check()?;
    let ExportOrder { q, group } = body.command;
    let mut tx = api.store.begin().await?;
    tx.campaigns().find(*id).await?.ok_or(ProblemCode::CampaignNotFound)?;
    let export = RecipientsExport { campaign: *id, q, group, language: language(&request) };
    let ticket = issue(&api, &mut tx, TicketKind::Download, &Download::Recipients(export)).await?;
    tx.commit().await?;
    Ok(Json(ticket))
}
