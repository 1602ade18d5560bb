//! What a condition can choose from.

use actix_web::{
    get,
    web::{Data, Json},
};
use domain::{audience::ValuesQuery, sources::GroupCount};

use crate::{
    Api,
    caller::{Caller, permit::PeopleRead},
    error::Refusal,
    manners::query::Asked,
};

/// List the values of a field
///
/// The values that contacts have in a field of segments, as the suite spells them, the most frequent first.
#[utoipa::path(tag = "people", security(("bearer" = ["people:read"])), params(ValuesQuery),
    responses((status = 200, body = Vec<GroupCount>, description = "Each value with its number of contacts")))]
#[get("/audiences/values")]
pub(super) async fn list_audience_values(
    _: Caller<PeopleRead>,
    api: Data<Api>,
    Asked(query): Asked<ValuesQuery>,
) -> Result<Json<Vec<GroupCount>>, Refusal> {
    let mut tx = api.store.begin().await?;
    Ok(Json(tx.audience().values(query.field).await?))
}
