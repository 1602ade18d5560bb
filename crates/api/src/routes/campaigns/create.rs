//! A new campaign.

use actix_web::{HttpResponse, post, web::Data};
use domain::campaign::{Campaign, CampaignCreate};
use store::NewCampaign;

use super::template;
use crate::{
    Api,
    caller::{Caller, permit::CampaignsWrite},
    error::Refusal,
    manners::{
        body::Body,
        once::{Once, OnceHeader},
    },
};

/// Create a campaign
///
/// Makes a draft. Nothing is sent. With an `Idempotency-Key`, a repeated request gets the first answer.
#[utoipa::path(tag = "campaigns", security(("bearer" = ["campaigns:write"])), params(OnceHeader), request_body = CampaignCreate,
    extensions(("x-problems" = json!(["suite.refused"]))),
    responses((status = 201, body = Campaign, description = "The campaign, with its `ETag` and `Location`")))]
#[post("/campaigns")]
pub(super) async fn create_campaign(
    caller: Caller<CampaignsWrite>,
    api: Data<Api>,
    once: Once,
    body: Body<CampaignCreate>,
) -> Result<HttpResponse, Refusal> {
    let bytes = body.bytes.clone();
    once.make(&api, &caller, &bytes, async |tx, by| {
        let (channel, content) = body.command.into_parts();
        content.check(channel)?;
        template::usable(tx, channel, content.template_id).await?;
        Ok(tx.campaigns().create(NewCampaign { channel, content: &content, by }).await?)
    })
    .await
}
