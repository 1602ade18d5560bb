//! All templates of an account, asked for now.

use actix_web::{
    HttpResponse, post,
    web::{Data, Path},
};
use domain::{
    errand::{Errand, ErrandTask},
    provider::AccountId,
};

use super::{errand, whatsapp};
use crate::{
    Api,
    caller::{Caller, permit::TemplatesWrite},
    error::Refusal,
};

/// Ask a provider for all templates
///
/// Of the account, and how its number is. They are asked for every hour anyway, and every two minutes while one waits for its verdict.
#[utoipa::path(tag = "whatsapp", security(("bearer" = ["templates:write"])), params(("id" = AccountId, Path, description = "The account's name")),
    extensions(("x-problems" = json!(["account.not_found"]))), responses((status = 202, body = Errand, description = "The errand that does it")))]
#[post("/whatsapp/senders/{id}/sync")]
pub(super) async fn sync_whatsapp_templates(
    caller: Caller<TemplatesWrite>,
    api: Data<Api>,
    account: Path<AccountId>,
) -> Result<HttpResponse, Refusal> {
    whatsapp(&api, &account)?;
    let mut tx = api.store.begin().await?;
    let task = ErrandTask::SyncTemplates { account: account.into_inner() };
    let errand = errand(&api, &mut tx, &caller, task).await?;
    tx.commit().await?;
    Ok(HttpResponse::Accepted().json(errand))
}
