//! What an audience comes to.

use actix_web::{
    post,
    web::{Data, Json},
};
use domain::audience::{AudienceCount, AudienceQuestion};

use crate::{
    Api,
    audience::count,
    caller::{Caller, permit::PeopleRead},
    error::Refusal,
    manners::body::Body,
};

/// Count an audience
///
/// From those who match a segment down to those who would be written to, each step with its reason, and a few people to look
/// at. Counted by the query that plans: at its due time a campaign finds the same people, unless somebody changed them.
#[utoipa::path(tag = "people", security(("bearer" = ["people:read"])), request_body = AudienceQuestion,
    responses((status = 200, body = AudienceCount, description = "The count")))]
#[post("/audiences/count")]
pub(super) async fn count_audience(
    _: Caller<PeopleRead>,
    api: Data<Api>,
    body: Body<AudienceQuestion>,
) -> Result<Json<AudienceCount>, Refusal> {
    let AudienceQuestion { channel, segment } = body.command;
    segment.check("/segment")?;
    let mut tx = api.store.begin().await?;
    Ok(Json(count(&api, &mut tx, channel, &segment).await?))
}
