//! The e-mail part of a campaign by WhatsApp: the same campaign, for those whom WhatsApp does not reach.

use actix_web::{
    HttpResponse, delete, post,
    web::{Data, Path},
};
use domain::{CampaignId, Channel, ProblemCode, campaign::Campaign};
use store::Change;

use super::changed;
use crate::{
    Api,
    caller::{Caller, permit::CampaignsWrite},
    error::Refusal,
    manners::{
        once::{Once, OnceHeader},
        version::{Expected, VersionHeader},
    },
};

/// Add an e-mail part
///
/// Lets a draft by WhatsApp write by e-mail to those whom it does not reach by WhatsApp. The part is a campaign by e-mail with a message
/// of its own, edited as any other; name, tags, audience, schedule, launch and every order are its main campaign's. Nobody gets both:
/// whoever is planned by WhatsApp is left out of the e-mails, and gets none either where the yes to WhatsApp is withdrawn before the message
/// leaves. A part that is there already is answered as it is.
#[utoipa::path(tag = "campaigns", security(("bearer" = ["campaigns:write"])), params(("id" = CampaignId, Path, description = "The main campaign's id"), OnceHeader),
    extensions(("x-problems" = json!(["campaign.not_found", "campaign.not_editable", "campaign.takes_no_part", "suite.refused"]))),
    responses((status = 201, body = Campaign, description = "The part, with its `ETag` and `Location`")))]
#[post("/campaigns/{id}/email-part")]
pub(super) async fn add_email_part(
    caller: Caller<CampaignsWrite>,
    api: Data<Api>,
    id: Path<CampaignId>,
    once: Once,
) -> Result<HttpResponse, Refusal> {
    once.make(&api, &caller, &[], async |tx, by| match tx.campaigns().add_email_part(*id, by).await? {
        Change::Done(part) => Ok(part),
        Change::Missing => Err(ProblemCode::CampaignNotFound.into()),
        Change::NotEditable(main) if main.channel != Channel::Whatsapp => {
            Err(ProblemCode::CampaignTakesNoPart.into())
        }
        Change::NotEditable(_) | Change::Stale(_) => Err(ProblemCode::CampaignNotEditable.into()),
    })
    .await
}

/// Remove an e-mail part
///
/// Takes it away from a draft for good, with its message. A campaign without a part stays as it is.
#[utoipa::path(tag = "campaigns", security(("bearer" = ["campaigns:write"])), params(("id" = CampaignId, Path, description = "The main campaign's id"), VersionHeader),
    extensions(("x-problems" = json!(["campaign.not_found", "campaign.not_editable", "suite.refused"]))),
    responses((status = 200, body = Campaign, description = "The main campaign as it is now")))]
#[delete("/campaigns/{id}/email-part")]
pub(super) async fn remove_email_part(
    _: Caller<CampaignsWrite>,
    api: Data<Api>,
    id: Path<CampaignId>,
    Expected(version): Expected,
) -> Result<HttpResponse, Refusal> {
    let mut tx = api.store.begin().await?;
    let change = tx.campaigns().remove_email_part(*id, version, (api.clock)()).await?;
    tx.commit().await?;
    changed(change)
}
