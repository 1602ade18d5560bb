//! Into the archive, and out of it.

use actix_web::{
    HttpResponse, post,
    web::{Data, Path},
};
use domain::{CampaignId, campaign::Campaign};

use super::{changed, whole};
use crate::{
    Api,
    caller::{Caller, permit::CampaignsWrite},
    error::Refusal,
    manners::version::{Expected, VersionHeader},
};

/// Archive a campaign
///
/// Keeps it out of the list; nothing is lost. One that is archived already stays as it is.
#[utoipa::path(tag = "campaigns", security(("bearer" = ["campaigns:write"])), params(("id" = CampaignId, Path, description = "The campaign's id"), VersionHeader),
    extensions(("x-problems" = json!(["campaign.not_found", "campaign.is_part", "suite.refused"]))),
    responses((status = 200, body = Campaign, description = "The campaign as it is now")))]
#[post("/campaigns/{id}/archive")]
pub(super) async fn archive_campaign(
    _: Caller<CampaignsWrite>,
    api: Data<Api>,
    id: Path<CampaignId>,
    Expected(version): Expected,
) -> Result<HttpResponse, Refusal> {
    let mut tx = api.store.begin().await?;
    whole(&mut tx, *id).await?;
    let change = tx.campaigns().archive(*id, version, (api.clock)()).await?;
    tx.commit().await?;
    changed(change)
}

/// Take a campaign out of the archive
///
/// Puts it back into the list.
#[utoipa::path(tag = "campaigns", security(("bearer" = ["campaigns:write"])), params(("id" = CampaignId, Path, description = "The campaign's id"), VersionHeader),
    extensions(("x-problems" = json!(["campaign.not_found", "campaign.is_part", "suite.refused"]))),
    responses((status = 200, body = Campaign, description = "The campaign as it is now")))]
#[post("/campaigns/{id}/unarchive")]
pub(super) async fn unarchive_campaign(
    _: Caller<CampaignsWrite>,
    api: Data<Api>,
    id: Path<CampaignId>,
    Expected(version): Expected,
) -> Result<HttpResponse, Refusal> {
    let mut tx = api.store.begin().await?;
    whole(&mut tx, *id).await?;
    let change = tx.campaigns().unarchive(*id, version, (api.clock)()).await?;
    tx.commit().await?;
    changed(change)
}
