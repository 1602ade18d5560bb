//! A copy.

use actix_web::{
    HttpResponse, post,
    web::{Data, Path},
};
use domain::{CampaignId, Duplicate, ProblemCode, campaign::Campaign};

use super::whole;
use crate::{
    Api,
    caller::{Caller, permit::CampaignsWrite},
    error::Refusal,
    manners::{
        body::Body,
        once::{Once, OnceHeader},
    },
};

/// Duplicate a campaign
///
/// Makes a draft out of any campaign, whatever its state: content, template, tags, and its e-mail part.
#[utoipa::path(tag = "campaigns", security(("bearer" = ["campaigns:write"])), params(("id" = CampaignId, Path, description = "The campaign's id"), OnceHeader),
    request_body = Duplicate, extensions(("x-problems" = json!(["campaign.not_found", "campaign.is_part", "suite.refused"]))),
    responses((status = 201, body = Campaign, description = "The copy, with its `ETag` and `Location`")))]
#[post("/campaigns/{id}/duplicate")]
pub(super) async fn duplicate_campaign(
    caller: Caller<CampaignsWrite>,
    api: Data<Api>,
    id: Path<CampaignId>,
    once: Once,
    body: Body<Duplicate>,
) -> Result<HttpResponse, Refusal> {
    body.command.check()?;
    once.make(&api, &caller, &body.bytes, async |tx, by| {
        whole(tx, *id).await?;
        let copy = tx.campaigns().duplicate(*id, &body.command.name, by, (api.ids)()).await?;
        copy.ok_or(ProblemCode::CampaignNotFound.into())
    })
    .await
}
