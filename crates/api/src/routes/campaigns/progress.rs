//! A running campaign, told live.

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header,
    web::{Data, Json, Path},
};
use domain::{CampaignId, ProblemCode, report::Progress};

use crate::{
    Api,
    caller::{Caller, permit::CampaignsRead},
    error::Refusal,
    live,
};

/// Read progress
///
/// Where a campaign stands now: its state, its totals, how fast it goes and when it will have left.
#[utoipa::path(tag = "campaigns", security(("bearer" = ["campaigns:read"])), params(("id" = CampaignId, Path, description = "The campaign's id")),
    extensions(("x-problems" = json!(["campaign.not_found"]))), responses((status = 200, body = Progress, description = "The progress")))]
#[get("/campaigns/{id}/progress")]
pub(super) async fn read_progress(
    _: Caller<CampaignsRead>,
    api: Data<Api>,
    id: Path<CampaignId>,
) -> Result<Json<Progress>, Refusal> {
    let mut tx = api.store.begin().await?;
    let progress = tx.figures().progress(*id, (api.clock)()).await?;
    Ok(Json(progress.ok_or(ProblemCode::CampaignNotFound)?))
}

/// Follow progress
///
/// Server-sent events, each named `progress` with a `Progress` as its data, whenever something changed; a comment at least every
/// 15 s. It ends with the campaign, and after half an hour: come back then with a fresh token and the last `id` as `Last-Event-ID`,
/// and only what is new is told. Read it by a streaming fetch: a browser's EventSource cannot send a token.
#[utoipa::path(tag = "campaigns", security(("bearer" = ["campaigns:read"])),
    params(("id" = CampaignId, Path, description = "The campaign's id"), ("Last-Event-ID" = Option<String>, Header, description = "The id of the last event that was read")),
    extensions(("x-problems" = json!(["campaign.not_found"]))),
    responses((status = 200, body = String, content_type = "text/event-stream", description = "The events")))]
#[get("/campaigns/{id}/progress/stream")]
pub(super) async fn follow_progress(
    _: Caller<CampaignsRead>,
    api: Data<Api>,
    id: Path<CampaignId>,
    request: HttpRequest,
) -> Result<HttpResponse, Refusal> {
    let mut tx = api.store.begin().await?;
    tx.campaigns().find(*id).await?.ok_or(ProblemCode::CampaignNotFound)?;
    drop(tx);
    let seat = api.live.seat()?;
    let seen = request.headers().get("last-event-id").and_then(|id| id.to_str().ok()).map(str::to_owned);
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/event-stream"))
        // Compression would hold events back until it has enough of them; a proxy's buffer would too.
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .insert_header(("x-accel-buffering", "no"))
        .streaming(live::watch(api.get_ref().clone(), *id, seat, seen)))
}
