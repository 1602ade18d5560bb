//! Where contacts come from.

use actix_web::{
    get,
    web::{Data, Json},
};
use domain::sources::SourceCounts;

use crate::{
    Api,
    caller::{Caller, permit::PeopleRead},
    error::Refusal,
};

/// Count sources
///
/// How many contacts clients and companies hold, and how many of them have an address. Addresses are counted as they
/// stand in the suite's tables, before any check.
#[utoipa::path(tag = "people", security(("bearer" = ["people:read"])),
    responses((status = 200, body = SourceCounts, description = "One entry per source")))]
#[get("/sources")]
pub(super) async fn count_sources(
    _: Caller<PeopleRead>,
    api: Data<Api>,
) -> Result<Json<SourceCounts>, Refusal> {
    let mut tx = api.store.begin().await?;
    Ok(Json(tx.sources().counts().await?))
}
