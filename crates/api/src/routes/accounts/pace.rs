//! How fast messages may leave by an account.

use actix_web::{
    HttpResponse, get, put,
    web::{Data, Path},
};
use domain::{ProblemCode, pace::AccountPace, provider::AccountId, setting::Setting};

use crate::{
    Api,
    caller::{
        Caller,
        permit::{SettingsRead, SettingsWrite},
    },
    error::Refusal,
    manners::{
        body::Body,
        version::{Expected, VersionHeader, shown},
    },
};

/// Read an account's pace
///
/// How fast messages may leave by an account, all processes together. Its provider's own limits are no part of it: the provider
/// tells them itself, and the account rests.
#[utoipa::path(tag = "settings", security(("bearer" = ["settings:read"])), params(("id" = AccountId, Path, description = "The account's name")),
    extensions(("x-problems" = json!(["account.not_found"]))),
    responses((status = 200, body = Setting<AccountPace>, description = "The pace")))]
#[get("/accounts/{id}/pace")]
pub(super) async fn read_account_pace(
    _: Caller<SettingsRead>,
    api: Data<Api>,
    id: Path<AccountId>,
) -> Result<HttpResponse, Refusal> {
    known(&api, &id)?;
    let mut tx = api.store.begin().await?;
    Ok(shown(&tx.settings().account_pace(&id).await?))
}

/// Set an account's pace
///
/// Holds from the next batch on, also for campaigns that are being sent. Every change is logged with its author, before and after;
/// the log cannot be changed.
#[utoipa::path(tag = "settings", security(("bearer" = ["settings:write"])), params(("id" = AccountId, Path, description = "The account's name"), VersionHeader),
    request_body = AccountPace, extensions(("x-problems" = json!(["account.not_found"]))),
    responses((status = 200, body = Setting<AccountPace>, description = "The pace as it is now")))]
#[put("/accounts/{id}/pace")]
pub(super) async fn set_account_pace(
    caller: Caller<SettingsWrite>,
    api: Data<Api>,
    id: Path<AccountId>,
    Expected(version): Expected,
    body: Body<AccountPace>,
) -> Result<HttpResponse, Refusal> {
    known(&api, &id)?;
    body.command.check()?;
    let mut tx = api.store.begin().await?;
    let set = tx.settings().set_account_pace(&id, version, &body.command, caller.id(), (api.clock)()).await?;
    tx.commit().await?;
    Ok(shown(&set.ok_or(ProblemCode::VersionStale)?))
}

fn known(api: &Api, id: &AccountId) -> Result<(), Refusal> {
    api.accounts.get(id).map(|_| ()).ok_or(ProblemCode::AccountNotFound.into())
}
