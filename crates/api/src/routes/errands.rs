//! Tasks that run in the background.

use actix_web::{
    get,
    web::{Data, Json, Path},
};
use domain::{ErrandId, Permission, ProblemCode, errand::Errand};

use crate::{
    Api,
    caller::{Caller, permit::CampaignsRead},
    error::Refusal,
};

/// Read an errand
///
/// Where a task in the background stands, and how it ended. The addresses of a test are shown to whoever asked for it, and to
/// whoever has `people:read`; to others the list is empty, and so is the detail of the result.
#[utoipa::path(tag = "operations", security(("bearer" = ["campaigns:read"])), params(("id" = ErrandId, Path, description = "The errand's id")),
    extensions(("x-problems" = json!(["errand.not_found"]))),
    responses((status = 200, body = Errand, description = "The errand")))]
#[get("/errands/{id}")]
pub(super) async fn read_errand(
    caller: Caller<CampaignsRead>,
    api: Data<Api>,
    id: Path<ErrandId>,
) -> Result<Json<Errand>, Refusal> {
    let mut tx = api.store.begin().await?;
    let errand = tx.errands().find(*id).await?.ok_or(ProblemCode::ErrandNotFound)?;
    let may_see = errand.created_by == caller.id() || caller.may(Permission::PeopleRead);
    Ok(Json(if may_see { errand } else { errand.without_addresses() }))
}
