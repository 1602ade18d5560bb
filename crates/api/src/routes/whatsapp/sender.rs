//! A number that messages leave from.

use actix_web::{
    get,
    web::{Data, Json, Path},
};
use domain::{
    provider::AccountId,
    whatsapp::{TIER_SPAN, TemplateQuality, WhatsappSender},
};

use super::whatsapp;
use crate::{
    Api,
    caller::{Caller, permit::CampaignsRead},
    error::Refusal,
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
    let whatsapp = whatsapp(&api, &account)?;
    let mut tx = api.store.begin().await?;
    let known = tx.whatsapp_senders().find(&account).await?;
    let used = tx.whatsapp_senders().used(&account, (api.clock)() - TIER_SPAN).await?;
    Ok(Json(WhatsappSender {
        phone: whatsapp.phone().to_owned(),
        quality: known.as_ref().map_or(TemplateQuality::Unknown, |known| known.quality),
        tier: known.as_ref().and_then(|known| known.tier),
        used,
        synced_at: known.map(|known| known.synced_at),
    }))
}
