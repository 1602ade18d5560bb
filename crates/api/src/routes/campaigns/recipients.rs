//! The people of a campaign.

use actix_web::{
    get,
    web::{Data, Json, Path},
};
use domain::{
    CampaignId, ProblemCode,
    list::Page,
    report::{Recipient, RecipientQuery},
};

use crate::{
    Api,
    caller::{Caller, permit::PeopleRead},
    error::Refusal,
    manners::query::Asked,
};

/// List recipients
///
/// Whom a campaign is written to, by which channel, where each delivery stands and why, by their numbers; those of its e-mail part
/// are among them. Empty before the audience is frozen.
#[utoipa::path(tag = "reports", security(("bearer" = ["people:read"])), params(("id" = CampaignId, Path, description = "The campaign's id"), RecipientQuery),
    extensions(("x-problems" = json!(["campaign.not_found"]))),
    responses((status = 200, body = Page<Recipient>, description = "One page")))]
#[get("/campaigns/{id}/recipients")]
pub(super) async fn list_recipients(
    _: Caller<PeopleRead>,
    api: Data<Api>,
    id: Path<CampaignId>,
    Asked(query): Asked<RecipientQuery>,
) -> Result<Json<Page<Recipient>>, Refusal> {
    query.check()?;
    let mut tx = api.store.begin().await?;
    tx.campaigns().find(*id).await?.ok_or(ProblemCode::CampaignNotFound)?;
    Ok(Json(tx.recipients().page(*id, &query).await?))
}
