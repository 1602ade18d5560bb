//! A message as one person would get it.

use actix_web::{
    post,
    web::{Data, Json, Path},
};
use domain::{
    CampaignId, ProblemCode,
    campaign::{CampaignPreview, PreviewQuestion},
    report::TicketKind,
};

use crate::{
    Api,
    caller::{Caller, permit::PeopleRead},
    error::Refusal,
    manners::body::Body,
    preview::{audition, render},
    routes::tickets::PreviewPage,
    tickets::issue,
};

/// Preview a campaign
///
/// Renders what is saved, or what is sent along, for one person of the audience; for an invented one where there is nobody.
/// Nothing is sent or counted, and no link of it does anything personal. The HTML part is opened by `html_path`, once.
#[utoipa::path(tag = "campaigns", security(("bearer" = ["people:read"])), params(("id" = CampaignId, Path, description = "The campaign's id")),
    request_body = PreviewQuestion, extensions(("x-problems" = json!(["campaign.not_found", "person.not_found"]))),
    responses((status = 200, body = CampaignPreview, description = "The message")))]
#[post("/campaigns/{id}/preview")]
pub(super) async fn preview_campaign(
    _: Caller<PeopleRead>,
    api: Data<Api>,
    id: Path<CampaignId>,
    body: Body<PreviewQuestion>,
) -> Result<Json<CampaignPreview>, Refusal> {
    let PreviewQuestion { person, content } = body.command;
    let mut tx = api.store.begin().await?;
    let campaign = tx.campaigns().find(*id).await?.ok_or(ProblemCode::CampaignNotFound)?;
    let cast = audition(&api, &mut tx, &campaign, person).await?;
    let message = render(&campaign, content.as_ref(), cast.variables, api.language)?;
    let ticket = issue(&api, &mut tx, TicketKind::Preview, &PreviewPage { html: message.html }).await?;
    tx.commit().await?;
    Ok(Json(CampaignPreview {
        subject: message.subject,
        text: message.text,
        html_path: ticket.path,
        sample: cast.sample,
        previous: cast.previous,
        next: cast.next,
    }))
}
