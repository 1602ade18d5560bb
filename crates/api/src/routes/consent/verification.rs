//! The proof that nobody has changed the ledger.

use actix_web::{
    get,
    web::{Data, Json},
};
use domain::consent::LedgerVerdict;

use crate::{
    Api,
    caller::{Caller, permit::ConsentRead},
    error::Refusal,
};

/// Verify the ledger
///
/// Walks the chain of entries from the first to the last. Evidence that was erased on request counts as erased, not as broken.
#[utoipa::path(tag = "consent", security(("bearer" = ["consent:read"])),
    responses((status = 200, body = LedgerVerdict, description = "What the walk found")))]
#[get("/consent/verification")]
pub(super) async fn verify_ledger(
    _: Caller<ConsentRead>,
    api: Data<Api>,
) -> Result<Json<LedgerVerdict>, Refusal> {
    let mut tx = api.store.begin().await?;
    Ok(Json(tx.consent().verify().await?))
}
