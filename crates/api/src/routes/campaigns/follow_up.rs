//! A campaign by e-mail to those whom one by WhatsApp did not reach.

use actix_web::{
    HttpResponse, post,
    web::{Data, Path},
};
use domain::{
    CampaignId, Channel, ProblemCode,
    campaign::{Campaign, FollowUp},
};
use store::NewCampaign;

use crate::{
    Api,
    caller::{Caller, permit::CampaignsWrite},
    error::Refusal,
    manners::{
        body::Body,
        once::{Once, OnceHeader},
    },
};

/// Write to those not reached
///
/// Makes a draft by e-mail whose audience is exactly those whom a campaign by WhatsApp did not reach: held back by Meta (`capped`), not on
/// WhatsApp (`unreachable`), or refused at all (`refused`). The rules of e-mail hold for each of them, and who they are is asked again when the
/// draft leaves.
#[utoipa::path(tag = "campaigns", security(("bearer" = ["campaigns:write"])), params(("id" = CampaignId, Path, description = "The campaign by WhatsApp"), OnceHeader),
    request_body = FollowUp, extensions(("x-problems" = json!(["campaign.not_found", "campaign.takes_no_part", "suite.refused"]))),
    responses((status = 201, body = Campaign, description = "The draft, with its `ETag` and `Location`")))]
#[post("/campaigns/{id}/follow-up")]
pub(super) async fn follow_up_campaign(
    caller: Caller<CampaignsWrite>,
    api: Data<Api>,
    id: Path<CampaignId>,
    once: Once,
    body: Body<FollowUp>,
) -> Result<HttpResponse, Refusal> {
    body.command.check()?;
    let bytes = body.bytes.clone();
    once.make(&api, &caller, &bytes, async |tx, by| {
        let campaign = tx.campaigns().find(*id).await?.ok_or(ProblemCode::CampaignNotFound)?;
        if campaign.channel != Channel::Whatsapp {
            return Err(ProblemCode::CampaignTakesNoPart.into());
        }
        let content = body.command.edit(*id);
        Ok(tx.campaigns().create(NewCampaign { channel: Channel::Email, content: &content, by }).await?)
    })
    .await
}
