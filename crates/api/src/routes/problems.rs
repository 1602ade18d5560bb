//! The catalogue of problems.

use actix_web::{HttpRequest, get, web::Json};
use domain::problem::CatalogueEntry;

use crate::{
    caller::{Caller, permit::Anyone},
    manners::problems::language,
};

/// List problems
///
/// The closed catalogue: every code that a refusal may carry, with what to do about it, in the language asked for.
#[utoipa::path(tag = "caller", security(("bearer" = [])), responses((status = 200, body = Vec<CatalogueEntry>, description = "The catalogue")))]
#[get("/problems")]
pub(super) async fn list_problems(_: Caller<Anyone>, request: HttpRequest) -> Json<Vec<CatalogueEntry>> {
    Json(CatalogueEntry::all(language(&request)))
}
