//! An edited campaign.

use actix_web::{
    HttpResponse, put,
    web::{Data, Path},
};
use domain::{
    CampaignId, ProblemCode,
    campaign::{Campaign, CampaignEdit},
};

use super::{changed, template};
use crate::{
    Api,
    caller::{Caller, permit::CampaignsWrite},
    error::Refusal,
    manners::{
        body::Body,
        version::{Expected, VersionHeader},
    },
    zones,
};

/// Edit a campaign
///
/// Replaces what a draft holds, whole; the channel stays. Refused when somebody saved since it was read. Name, tags, audience and
/// schedule of an e-mail part are its main campaign's: an edit of the part repeats them, and one of the main campaign changes both.
#[utoipa::path(tag = "campaigns", security(("bearer" = ["campaigns:write"])), params(("id" = CampaignId, Path, description = "The campaign's id"), VersionHeader),
    request_body = CampaignEdit, extensions(("x-problems" = json!(["campaign.not_found", "campaign.not_editable", "campaign.is_part", "suite.refused"]))),
    responses((status = 200, body = Campaign, description = "The campaign as saved")))]
#[put("/campaigns/{id}")]
pub(super) async fn edit_campaign(
    _: Caller<CampaignsWrite>,
    api: Data<Api>,
    id: Path<CampaignId>,
    Expected(version): Expected,
    body: Body<CampaignEdit>,
) -> Result<HttpResponse, Refusal> {
    let mut tx = api.store.begin().await?;
    let current = tx.campaigns().find(*id).await?.ok_or(ProblemCode::CampaignNotFound)?;
    body.command.check(current.channel)?;
    keeps_to_its_own(&body.command, &current)?;
    let quiet = body.command.quiet_hours.as_ref();
    zones::check("/quiet_hours/zone", quiet.and_then(|hours| hours.zone.as_deref()))?;
    if body.command.template_id != current.template_id {
        template::usable(&mut tx, current.channel, body.command.template_id).await?;
    }
    template::takes(&api, &mut tx, &body.command).await?;
    let change = tx.campaigns().edit(*id, version, &body.command, (api.clock)()).await?;
    tx.commit().await?;
    changed(change)
}

/// What an e-mail part shares with its main campaign is changed there.
fn keeps_to_its_own(edit: &CampaignEdit, current: &Campaign) -> Result<(), Refusal> {
    let foreign = if current.part_of.is_some() { edit.foreign_to(current) } else { Vec::new() };
    if foreign.is_empty() {
        return Ok(());
    }
    Err(Refusal::with_detail(ProblemCode::CampaignIsPart, foreign.join(", ")))
}
