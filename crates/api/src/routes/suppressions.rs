//! Suppressed addresses.

use crate::mounting::ServiceConfig;
use actix_web::{
    HttpResponse, delete, get, put,
    web::{Data, Json, Path},
};
use domain::{
    Channel, ProblemCode,
    list::Page,
    suppression::{Suppress, Suppression, SuppressionQuery, SuppressionReason},
};

use crate::{
    Api, addresses,
    caller::{
        Caller,
        permit::{SuppressionRead, SuppressionWrite},
    },
    error::Refusal,
    manners::{body::Body, query::Asked},
};

/// Mounts the routes of suppressions.
pub(super) fn mount(config: &mut ServiceConfig<'_, '_>) {
    config.service(list_suppressions).service(suppress_address).service(lift_suppression);
}

/// List suppressions
///
/// The addresses that nobody is written to at, whatever the consent, the newest first.
#[utoipa::path(tag = "consent", security(("bearer" = ["suppression:read"])), params(SuppressionQuery),
    responses((status = 200, body = Page<Suppression>, description = "One page")))]
#[get("/suppressions")]
pub(super) async fn list_suppressions(
    _: Caller<SuppressionRead>,
    api: Data<Api>,
    Asked(query): Asked<SuppressionQuery>,
) -> Result<Json<Page<Suppression>>, Refusal> {
    query.check()?;
    let mut tx = api.store.begin().await?;
    Ok(Json(tx.suppressions().page(&query.q, query.cursor.as_ref(), query.limit).await?))
}

/// Suppress an address
///
/// It is not written to any more, from the next batch on. One that is suppressed already stays as it is.
#[utoipa::path(tag = "consent", security(("bearer" = ["suppression:write"])), params(("channel" = Channel, Path, description = "The channel"), ("address" = String, Path, description = "The address, percent-encoded")),
    request_body = Suppress, responses((status = 200, body = Suppression, description = "The suppression")))]
#[put("/suppressions/{channel}/{address}")]
pub(super) async fn suppress_address(
    _: Caller<SuppressionWrite>,
    api: Data<Api>,
    path: Path<(Channel, String)>,
    body: Body<Suppress>,
) -> Result<Json<Suppression>, Refusal> {
    body.command.check()?;
    let (channel, written) = path.into_inner();
    let address = addresses::normal(channel, &written, "")?;
    let new = Suppression {
        address: address.clone(),
        channel,
        reason: SuppressionReason::Manual,
        detail: body.command.detail,
        created_at: (api.clock)(),
    };
    let mut tx = api.store.begin().await?;
    tx.suppressions().add(&[new]).await?;
    let kept = tx.suppressions().find(&address, channel).await?;
    tx.commit().await?;
    Ok(Json(kept.ok_or(ProblemCode::SuppressionNotFound)?))
}

/// Lift a suppression
///
/// The address may be written to again; a trace of who lifted it stays. A complaint is not lifted: it is the reader's own word.
#[utoipa::path(tag = "consent", security(("bearer" = ["suppression:write"])), params(("channel" = Channel, Path, description = "The channel"), ("address" = String, Path, description = "The address, percent-encoded")),
    extensions(("x-problems" = json!(["suppression.not_found", "suppression.complaint", "request.invalid"]))),
    responses((status = 204, description = "It is lifted")))]
#[delete("/suppressions/{channel}/{address}")]
pub(super) async fn lift_suppression(
    caller: Caller<SuppressionWrite>,
    api: Data<Api>,
    path: Path<(Channel, String)>,
) -> Result<HttpResponse, Refusal> {
    let (channel, written) = path.into_inner();
    let address = addresses::normal(channel, &written, "")?;
    let mut tx = api.store.begin().await?;
    let lifted = tx.suppressions().lift(&address, channel, caller.id(), (api.clock)()).await?;
    if lifted.ok_or(ProblemCode::SuppressionNotFound)?.reason == SuppressionReason::Complaint {
        // Dropped without a commit, the transaction puts it back.
        return Err(ProblemCode::SuppressionComplaint.into());
    }
    tx.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}
