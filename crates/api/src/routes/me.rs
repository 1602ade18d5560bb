//! Who calls.

use actix_web::{get, web::Json};
use domain::permission::Me;

use crate::caller::{Caller, permit::Anyone};

/// Who am I
///
/// The caller as its token tells it, with the permissions that its roles add up to.
#[utoipa::path(tag = "caller", security(("bearer" = [])), responses((status = 200, body = Me, description = "The caller")))]
#[get("/me")]
pub(super) async fn who_am_i(caller: Caller<Anyone>) -> Json<Me> {
    Json(caller.into_me())
}
