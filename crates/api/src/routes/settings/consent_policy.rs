//! Who may be written to.

use actix_web::{
    get, put,
    web::{Data, Json},
};
use domain::consent::ConsentPolicy;

use crate::{
    Api,
    caller::{
        Caller,
        permit::{SettingsRead, SettingsWrite},
    },
    error::Refusal,
    manners::body::Body,
};

/// Read the consent policy
///
/// On which ground each kind of contact may be written to while the ledger knows nothing, and how often at most.
#[utoipa::path(tag = "settings", security(("bearer" = ["settings:read"])),
    responses((status = 200, body = ConsentPolicy, description = "The policy")))]
#[get("/settings/consent-policy")]
pub(super) async fn read_consent_policy(
    _: Caller<SettingsRead>,
    api: Data<Api>,
) -> Result<Json<ConsentPolicy>, Refusal> {
    let mut tx = api.store.begin().await?;
    Ok(Json(tx.settings().consent_policy().await?))
}

/// Set the consent policy
///
/// Holds from the next count, plan and batch on. The last writer wins: the policy is small, and written whole. Every change is
/// logged with its author, before and after; the log cannot be changed.
#[utoipa::path(tag = "settings", security(("bearer" = ["settings:write"])), request_body = ConsentPolicy,
    responses((status = 200, body = ConsentPolicy, description = "The policy as it is now")))]
#[put("/settings/consent-policy")]
pub(super) async fn set_consent_policy(
    caller: Caller<SettingsWrite>,
    api: Data<Api>,
    body: Body<ConsentPolicy>,
) -> Result<Json<ConsentPolicy>, Refusal> {
    body.command.check()?;
    let mut tx = api.store.begin().await?;
    tx.settings().set_consent_policy(&body.command, caller.id(), (api.clock)()).await?;
    tx.commit().await?;
    Ok(Json(body.command))
}
