//! Tasks that run in the background.

use actix_web::{
    get,
    web::{Data, Json, Path},
};
use domain::{ErrandId, ProblemCode, errand::Errand};

use crate::{
    Api,
    caller::{Caller, permit::CampaignsRead},
    error::Refusal,
};

/// Read an errand
///
/// Where a task in the background stands, and how it ended.
#[utoipa::path(tag = "operations", security(("bearer" = ["campaigns:read"])), params(("id" = ErrandId, Path, description = "The errand's id")),
    extensions(("x-problems" = json!(["errand.not_found"]))),
    responses((status = 200, body = Errand, description = "The errand")))]
#[get("/errands/{id}")]
pub(super) async fn read_errand(
    _: Caller<CampaignsRead>,
    api: Data<Api>,
    id: Path<ErrandId>,
) -> Result<Json<Errand>, Refusal> {
    let mut tx = api.store.begin().await?;
    Ok(Json(tx.errands().find(*id).await?.ok_or(ProblemCode::ErrandNotFound)?))
}
