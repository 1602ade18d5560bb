//! The accounts that messages leave by.

mod pace;

use crate::mounting::ServiceConfig;
use actix_web::{
    get, post,
    web::{Data, Json, Path},
};
use domain::{
    ProblemCode,
    provider::{Account, AccountId},
};

use crate::{
    Api, accounts,
    caller::{
        Caller,
        permit::{CampaignsRead, SettingsWrite},
    },
    error::Refusal,
};

/// Mounts the routes of accounts.
pub(super) fn mount(config: &mut ServiceConfig<'_, '_>) {
    config.service(list_accounts).service(resume_account);
    config.service(pace::read_account_pace).service(pace::set_account_pace);
}

/// List accounts
///
/// The accounts of the settings with their senders, and how they are: never a secret.
#[utoipa::path(tag = "settings", security(("bearer" = ["campaigns:read"])),
    responses((status = 200, body = Vec<Account>, description = "The accounts, in the order of the settings")))]
#[get("/accounts")]
pub(super) async fn list_accounts(
    _: Caller<CampaignsRead>,
    api: Data<Api>,
) -> Result<Json<Vec<Account>>, Refusal> {
    let mut tx = api.store.begin().await?;
    Ok(Json(accounts::all(&api, &mut tx).await?))
}

/// Resume an account
///
/// Lets an account that rests send again, once a person has mended why. One that works stays as it is.
#[utoipa::path(tag = "settings", security(("bearer" = ["settings:write"])), params(("id" = AccountId, Path, description = "The account's name")),
    extensions(("x-problems" = json!(["account.not_found"]))),
    responses((status = 200, body = Account, description = "The account as it is now")))]
#[post("/accounts/{id}/resume")]
pub(super) async fn resume_account(
    _: Caller<SettingsWrite>,
    api: Data<Api>,
    id: Path<AccountId>,
) -> Result<Json<Account>, Refusal> {
    let id = id.into_inner();
    let mut tx = api.store.begin().await?;
    if api.accounts.get(&id).is_some() {
        tx.accounts().resume(&id).await?;
    }
    let account = accounts::all(&api, &mut tx).await?.into_iter().find(|account| account.id == id);
    tx.commit().await?;
    Ok(Json(account.ok_or(ProblemCode::AccountNotFound)?))
}
