//! Back to draft, held, let go on, called off.

use actix_web::{
    HttpResponse, post,
    web::{Data, Path},
};
use domain::{
    CampaignId, Channel, ProblemCode,
    campaign::{Campaign, CampaignAct, CampaignState},
    provider::AccountCondition,
};

use chrono::{DateTime, Utc};
use store::{AccountState, Change, Tx};

use super::whole;
use crate::{
    Api,
    caller::{Caller, permit::CampaignsSend},
    error::Refusal,
    manners::version::{changed, shown},
};

/// Why a campaign is paused that a person paused.
const BY_HAND: &str = "manual";

/// Withdraw a campaign
///
/// Takes a scheduled or overdue campaign back to draft, as long as nobody has been planned. A draft stays as it is.
#[utoipa::path(tag = "campaigns", security(("bearer" = ["campaigns:send"])), params(("id" = CampaignId, Path, description = "The campaign's id")),
    extensions(("x-problems" = json!(["campaign.not_found", "campaign.wrong_state", "campaign.is_part", "suite.refused"]))),
    responses((status = 200, body = Campaign, description = "The campaign as it is now")))]
#[post("/campaigns/{id}/withdraw")]
pub(super) async fn withdraw_campaign(
    caller: Caller<CampaignsSend>,
    api: Data<Api>,
    id: Path<CampaignId>,
) -> Result<HttpResponse, Refusal> {
    do_once(&api, &caller, *id, CampaignAct::Withdraw, CampaignState::Draft).await
}

/// Pause a campaign
///
/// Lets nothing more leave until it is resumed; what is on its way to the provider arrives. A paused one stays as it is.
#[utoipa::path(tag = "campaigns", security(("bearer" = ["campaigns:send"])), params(("id" = CampaignId, Path, description = "The campaign's id")),
    extensions(("x-problems" = json!(["campaign.not_found", "campaign.wrong_state", "campaign.is_part", "suite.refused"]))),
    responses((status = 200, body = Campaign, description = "The campaign as it is now")))]
#[post("/campaigns/{id}/pause")]
pub(super) async fn pause_campaign(
    caller: Caller<CampaignsSend>,
    api: Data<Api>,
    id: Path<CampaignId>,
) -> Result<HttpResponse, Refusal> {
    do_once(&api, &caller, *id, CampaignAct::Pause, CampaignState::Paused).await
}

/// Resume a campaign
///
/// Lets a paused campaign go on, whoever or whatever paused it. One that was paused because its canary was not well sends the rest.
/// Refused while its WhatsApp template is not approved, and while the account that carries the template has stopped: put that back into
/// service first. One that is sending stays as it is.
#[utoipa::path(tag = "campaigns", security(("bearer" = ["campaigns:send"])), params(("id" = CampaignId, Path, description = "The campaign's id")),
    extensions(("x-problems" = json!(["campaign.not_found", "campaign.wrong_state", "campaign.is_part", "template.not_approved", "account.stopped", "suite.refused"]))),
    responses((status = 200, body = Campaign, description = "The campaign as it is now")))]
#[post("/campaigns/{id}/resume")]
pub(super) async fn resume_campaign(
    caller: Caller<CampaignsSend>,
    api: Data<Api>,
    id: Path<CampaignId>,
) -> Result<HttpResponse, Refusal> {
    do_once(&api, &caller, *id, CampaignAct::Resume, CampaignState::Sending).await
}

/// Cancel a campaign
///
/// Calls it off for good: what waits does not leave, what left cannot be recalled. A cancelled one stays as it is.
#[utoipa::path(tag = "campaigns", security(("bearer" = ["campaigns:send"])), params(("id" = CampaignId, Path, description = "The campaign's id")),
    extensions(("x-problems" = json!(["campaign.not_found", "campaign.wrong_state", "campaign.is_part", "suite.refused"]))),
    responses((status = 200, body = Campaign, description = "The campaign as it is now")))]
#[post("/campaigns/{id}/cancel")]
pub(super) async fn cancel_campaign(
    caller: Caller<CampaignsSend>,
    api: Data<Api>,
    id: Path<CampaignId>,
) -> Result<HttpResponse, Refusal> {
    do_once(&api, &caller, *id, CampaignAct::Cancel, CampaignState::Cancelled).await
}

/// A paused campaign whose template is not approved any more would be refused by the provider message by message; one whose account has
/// stopped would be paused again.
async fn ask_template(tx: &mut Tx, campaign: &Campaign, now: DateTime<Utc>) -> Result<(), Refusal> {
    let is_asked = campaign.channel == Channel::Whatsapp && campaign.state == CampaignState::Paused;
    let Some(template) = campaign.template_id.filter(|_| is_asked) else { return Ok(()) };
    let found = tx.whatsapp_templates().find(template).await?;
    let Some(found) = found.filter(|found| found.status.is_sendable()) else {
        return Err(ProblemCode::TemplateNotApproved.into());
    };
    let accounts = tx.accounts().list(now).await?;
    let is_stopped = |state: &AccountState| {
        state.account == found.account && state.condition() == AccountCondition::Stopped
    };
    if accounts.iter().any(is_stopped) { Err(ProblemCode::AccountStopped.into()) } else { Ok(()) }
}

/// Does something to a campaign and to its e-mail part; one that stands so already is answered as it is, so that a repeated order does no harm.
async fn do_once(
    api: &Api,
    caller: &Caller<CampaignsSend>,
    id: CampaignId,
    act: CampaignAct,
    done: CampaignState,
) -> Result<HttpResponse, Refusal> {
    let reason = (act == CampaignAct::Pause).then_some(BY_HAND);
    let now = (api.clock)();
    let mut tx = api.store.begin().await?;
    let campaign = whole(&mut tx, id).await?;
    if act == CampaignAct::Resume {
        ask_template(&mut tx, &campaign, now).await?;
    }
    let change = tx.campaigns().act_on_both(id, act, reason, now).await?;
    tx.commit().await?;
    match change {
        Change::NotEditable(campaign) if campaign.state == done => Ok(shown(&campaign)),
        change => {
            tracing::info!(%act, campaign = %id, caller = caller.id(), "ordered by a person");
            changed(change, ProblemCode::CampaignNotFound, ProblemCode::CampaignWrongState)
        }
    }
}
