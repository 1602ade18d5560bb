//! A look at a message in a real mailbox.

use actix_web::{
    HttpResponse, post,
    web::{Data, Path},
};
use domain::{
    CampaignId, Channel, ErrandId, FieldError, Permission, ProblemCode,
    campaign::TestSend,
    errand::{Errand, ErrandTask},
};
use store::signal::channel;

use crate::{
    Api, addresses,
    caller::{Caller, permit::CampaignsWrite},
    error::Refusal,
    manners::body::Body,
};

/// Send a test
///
/// Sends the campaign, as it is saved, to at most 5 addresses. The subject is marked, nothing is counted, and no link of it does
/// anything personal. The errand tells how it went. With `person`, the message holds that person's data: it takes
/// `people:read` besides.
#[utoipa::path(tag = "campaigns", security(("bearer" = ["campaigns:write"])), params(("id" = CampaignId, Path, description = "The campaign's id")),
    request_body = TestSend, extensions(("x-problems" = json!(["campaign.not_found"]))),
    responses((status = 202, body = Errand, description = "The errand that does it")))]
#[post("/campaigns/{id}/test")]
pub(super) async fn send_test(
    caller: Caller<CampaignsWrite>,
    api: Data<Api>,
    id: Path<CampaignId>,
    body: Body<TestSend>,
) -> Result<HttpResponse, Refusal> {
    body.command.check()?;
    if body.command.person.is_some() {
        caller.must(Permission::PeopleRead)?;
    }
    let mut tx = api.store.begin().await?;
    let campaign = tx.campaigns().find(*id).await?.ok_or(ProblemCode::CampaignNotFound)?;
    let TestSend { person, addresses } = body.command;
    let addresses = normal(campaign.channel, &addresses)?;
    let errand = ErrandId((api.ids)());
    let task = ErrandTask::TestSend { campaign: *id, person, addresses };
    tx.errands().create(errand, &task, caller.id(), (api.clock)()).await?;
    let errand = tx.errands().find(errand).await?.ok_or(ProblemCode::ErrandNotFound)?;
    tx.notify(channel::ERRANDS, "").await?;
    tx.commit().await?;
    Ok(HttpResponse::Accepted().json(errand))
}

/// Each address in its normal form, or every wrong one by its place.
fn normal(channel: Channel, written: &[String]) -> Result<Vec<String>, Vec<FieldError>> {
    let each = written.iter().enumerate();
    let (right, wrong): (Vec<_>, Vec<_>) = each
        .map(|(place, address)| addresses::normal(channel, address, &format!("/addresses/{place}")))
        .partition(Result::is_ok);
    let wrong: Vec<_> = wrong.into_iter().filter_map(Result::err).flatten().collect();
    if wrong.is_empty() { Ok(right.into_iter().flatten().collect()) } else { Err(wrong) }
}
