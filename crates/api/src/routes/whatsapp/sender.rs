//! A number that messages leave from.

use actix_web::{
    get,
    web::{Data, Json, Path},
};
use domain::{ProblemCode, provider::AccountId, whatsapp::WhatsappSender};

use crate::{
    Api,
    caller::{Caller, permit::CampaignsRead},
    error::Refusal,
    numbers,
};

/// Read how a number of WhatsApp is
///
/// Its quality, how many people it may begin to write to in any 24 hours, and to how many it has within the last.
#[utoipa::path(tag = "whatsapp", security(("bearer" = ["campaigns:read"])), params(("id" = AccountId, Path, description = "The account's name")),
    extensions(("x-problems" = json!(["account.not_found"]))), responses((status = 200, body = WhatsappSender, description = "The number")))]
#[get("/whatsapp/senders/{id}")]
pub(super) async fn read_whatsapp_sender(
    _: Caller<CampaignsRead>,
    api: Data<Api>,
    account: Path<AccountId>,
) -> Result<Json<WhatsappSender>, Refusal> {
    let mut tx = api.store.begin().await?;
    let sender = numbers::found(&api, &mut tx, &account).await?;
    Ok(Json(sender.ok_or(ProblemCode::AccountNotFound)?))
}
