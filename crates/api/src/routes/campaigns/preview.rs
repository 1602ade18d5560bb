//! A message as one person would get it.

use actix_web::{
    post,
    web::{Data, Json, Path},
};
use domain::{
    CampaignId, Channel, ProblemCode,
    campaign::{CampaignPreview, PreviewQuestion, WhatsappPreview},
    report::TicketKind,
};

use crate::{
    Api,
    caller::{Caller, permit::PeopleRead},
    error::Refusal,
    manners::body::Body,
    preview::{Cast, audition, render, render_whatsapp},
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
    let Cast { variables, sample, previous, next } = cast;
    let shown = match campaign.channel {
        Channel::Email => {
            let message = render(&campaign, content.as_ref(), variables, api.language)?;
            let page = PreviewPage { html: message.html };
            let ticket = issue(&api, &mut tx, TicketKind::Preview, &page).await?;
            Shown {
                subject: message.subject,
                text: message.text,
                html_path: Some(ticket.path),
                whatsapp: None,
            }
        }
        Channel::Whatsapp => {
            let whatsapp = render_whatsapp(&api, &mut tx, &campaign, content, variables).await?;
            let text = whatsapp.body.clone().unwrap_or_default();
            Shown { subject: String::new(), text, html_path: None, whatsapp: Some(whatsapp) }
        }
    };
    tx.commit().await?;
    let Shown { subject, text, html_path, whatsapp } = shown;
    Ok(Json(CampaignPreview { subject, text, html_path, whatsapp, sample, previous, next }))
}

/// What differs by channel.
struct Shown {
    subject: String,
    text: String,
    html_path: Option<String>,
    whatsapp: Option<WhatsappPreview>,
}
