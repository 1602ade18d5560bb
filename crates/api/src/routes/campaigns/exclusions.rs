//! Who was left out.

use actix_web::{
    get,
    web::{Data, Json, Path},
};
use domain::{
    CampaignId, Permission, ProblemCode,
    audience::{Exclusion, ExclusionQuery},
    list::Page,
};

use crate::{
    Api,
    caller::{Caller, permit::PeopleRead},
    error::Refusal,
    manners::query::Asked,
};

/// List exclusions
///
/// The contacts that matched and were left out of a channel when the audience was frozen, each with its reason; those left out of
/// its e-mail part are among them. Empty before. Whoever may read the ledger is told the refusal that stands in it, with its words.
#[utoipa::path(tag = "reports", security(("bearer" = ["people:read"])), params(("id" = CampaignId, Path, description = "The campaign's id"), ExclusionQuery),
    extensions(("x-problems" = json!(["campaign.not_found"]))),
    responses((status = 200, body = Page<Exclusion>, description = "One page")))]
#[get("/campaigns/{id}/exclusions")]
pub(super) async fn list_exclusions(
    caller: Caller<PeopleRead>,
    api: Data<Api>,
    id: Path<CampaignId>,
    Asked(query): Asked<ExclusionQuery>,
) -> Result<Json<Page<Exclusion>>, Refusal> {
    query.check()?;
    let mut tx = api.store.begin().await?;
    tx.campaigns().find(*id).await?.ok_or(ProblemCode::CampaignNotFound)?;
    let mut page = tx.exclusions().page(*id, &query).await?;
    if !caller.may(Permission::ConsentRead) {
        page.items.iter_mut().for_each(|exclusion| exclusion.proof = None);
    }
    Ok(Json(page))
}
