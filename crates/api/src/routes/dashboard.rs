//! The home page's figures.

use actix_web::{
    get,
    web::{Data, Json},
};
use domain::report::{Dashboard, DashboardQuery};

use crate::{
    Api, accounts,
    caller::{Caller, permit::ReportsRead},
    error::Refusal,
    manners::query::Asked,
};

/// Read the dashboard
///
/// The figures of a period that ends today and of the one before, day by day in the organisation's zone, what asks for a person,
/// and the campaigns under way.
#[utoipa::path(tag = "reports", security(("bearer" = ["reports:read"])), params(DashboardQuery),
    responses((status = 200, body = Dashboard, description = "The dashboard")))]
#[get("/dashboard")]
pub(super) async fn read_dashboard(
    _: Caller<ReportsRead>,
    api: Data<Api>,
    Asked(query): Asked<DashboardQuery>,
) -> Result<Json<Dashboard>, Refusal> {
    let mut tx = api.store.begin().await?;
    let telling = accounts::telling(&api);
    Ok(Json(tx.figures().dashboard(&query, &telling, api.zone.name(), (api.clock)()).await?))
}
