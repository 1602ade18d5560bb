//! Health, for whoever supervises the process: no token, no detail.

use actix_web::{
    get,
    web::{Data, Json},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{Api, error::Refusal};

/// How the process is.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Health {
    /// `live`: the process answers. `ready`: it can also serve.
    status: &'static str,
}

/// Is it alive
///
/// Answers as long as the process runs; says nothing about the database.
#[utoipa::path(tag = "operations", responses((status = 200, body = Health, description = "It is")))]
#[get("/health/live")]
pub(super) async fn is_live() -> Json<Health> {
    Json(Health { status: "live" })
}

/// Is it ready
///
/// Answers 200 once the database answers and has every migration of this version; 503 before.
#[utoipa::path(tag = "operations", extensions(("x-problems" = json!(["database.unavailable"]))),
    responses((status = 200, body = Health, description = "It is")))]
#[get("/health/ready")]
pub(super) async fn is_ready(api: Data<Api>) -> Result<Json<Health>, Refusal> {
    api.ready().await?;
    Ok(Json(Health { status: "ready" }))
}
