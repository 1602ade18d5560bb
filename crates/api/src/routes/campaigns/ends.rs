//! Messages at a dead end, and what a person decides about them.

use actix_web::{
    get, post,
    web::{Data, Json, Path},
};
use domain::{
    CampaignId, ProblemCode,
    delivery::EndDecision,
    report::{DeadEnds, EndChoice, EndsDecided},
};
use store::{Change, Ruling};

use crate::{
    Api,
    caller::{
        Caller,
        permit::{CampaignsSend, ReportsRead},
    },
    error::Refusal,
    manners::body::Body,
};

/// List dead ends
///
/// The messages that no provider took for sure, by where and why they ended: unknown, failed, refused; and what was decided
/// about them. Who they are stands in the list of recipients, by `end` and `code`.
#[utoipa::path(tag = "campaigns", security(("bearer" = ["reports:read"])), params(("id" = CampaignId, Path, description = "The campaign's id")),
    extensions(("x-problems" = json!(["campaign.not_found"]))), responses((status = 200, body = DeadEnds, description = "The dead ends")))]
#[get("/campaigns/{id}/dead-ends")]
pub(super) async fn list_dead_ends(
    _: Caller<ReportsRead>,
    api: Data<Api>,
    id: Path<CampaignId>,
) -> Result<Json<DeadEnds>, Refusal> {
    let mut tx = api.store.begin().await?;
    tx.campaigns().find(*id).await?.ok_or(ProblemCode::CampaignNotFound)?;
    Ok(Json(tx.ends().of(*id).await?))
}

/// Resend unknown messages
///
/// Sends those again of which nobody knows whether they were taken: somebody may get the message twice. Consent and suppressions
/// are asked again; a finished campaign is sending again. What was decided before is not decided again.
#[utoipa::path(tag = "campaigns", security(("bearer" = ["campaigns:send"])), params(("id" = CampaignId, Path, description = "The campaign's id")),
    request_body = EndChoice,
    extensions(("x-problems" = json!(["campaign.not_found", "campaign.wrong_state", "suite.refused"]))),
    responses((status = 200, body = EndsDecided, description = "What it came to")))]
#[post("/campaigns/{id}/unknown/resend")]
pub(super) async fn resend_unknown(
    caller: Caller<CampaignsSend>,
    api: Data<Api>,
    id: Path<CampaignId>,
    body: Body<EndChoice>,
) -> Result<Json<EndsDecided>, Refusal> {
    decide(&api, &caller, *id, EndDecision::Resend, &body.command).await
}

/// Count unknown messages as sent
///
/// Those of which nobody knows whether they were taken count as accepted from here on, on the caller's word. Nothing is sent.
#[utoipa::path(tag = "campaigns", security(("bearer" = ["campaigns:send"])), params(("id" = CampaignId, Path, description = "The campaign's id")),
    request_body = EndChoice,
    extensions(("x-problems" = json!(["campaign.not_found", "campaign.wrong_state"]))),
    responses((status = 200, body = EndsDecided, description = "What it came to")))]
#[post("/campaigns/{id}/unknown/accept")]
pub(super) async fn accept_unknown(
    caller: Caller<CampaignsSend>,
    api: Data<Api>,
    id: Path<CampaignId>,
    body: Body<EndChoice>,
) -> Result<Json<EndsDecided>, Refusal> {
    decide(&api, &caller, *id, EndDecision::Accept, &body.command).await
}

/// Replay dead letters
///
/// Sends those again that failed or that the provider refused and never took. Consent and suppressions are asked again; a
/// finished campaign is sending again. What was decided before is not decided again.
#[utoipa::path(tag = "campaigns", security(("bearer" = ["campaigns:send"])), params(("id" = CampaignId, Path, description = "The campaign's id")),
    request_body = EndChoice,
    extensions(("x-problems" = json!(["campaign.not_found", "campaign.wrong_state", "suite.refused"]))),
    responses((status = 200, body = EndsDecided, description = "What it came to")))]
#[post("/campaigns/{id}/dead-letters/replay")]
pub(super) async fn replay_dead_letters(
    caller: Caller<CampaignsSend>,
    api: Data<Api>,
    id: Path<CampaignId>,
    body: Body<EndChoice>,
) -> Result<Json<EndsDecided>, Refusal> {
    decide(&api, &caller, *id, EndDecision::Replay, &body.command).await
}

async fn decide(
    api: &Api,
    caller: &Caller<CampaignsSend>,
    id: CampaignId,
    decision: EndDecision,
    choice: &EndChoice,
) -> Result<Json<EndsDecided>, Refusal> {
    choice.check()?;
    let ruling = Ruling { decision, choice, by: caller.id(), now: (api.clock)() };
    let mut tx = api.store.begin().await?;
    let change = tx.ends().decide(id, ruling).await?;
    tx.commit().await?;
    match change {
        Change::Done((campaign, deliveries)) => {
            tracing::info!(%decision, campaign = %id, deliveries, caller = caller.id(), "decided by a person");
            Ok(Json(EndsDecided { deliveries, campaign }))
        }
        Change::Missing => Err(ProblemCode::CampaignNotFound.into()),
        Change::NotEditable(_) | Change::Stale(_) => Err(ProblemCode::CampaignWrongState.into()),
    }
}
