//! What a campaign costs.

use actix_web::{
    get,
    web::{Data, Json, Path},
};
use chrono::NaiveDate;
use domain::{
    CampaignId, Channel, ProblemCode,
    campaign::{Campaign, CampaignState},
    provider::Provider,
    whatsapp::{ActualCost, CampaignCost, CostEstimate},
};
use store::Tx;

use crate::{
    Api,
    caller::{Caller, permit::CampaignsRead},
    cost,
    error::Refusal,
    review, templates,
};

/// Read what a campaign costs
///
/// By WhatsApp: what it would cost by country and category, by the rate card of the day on which it would leave, with how many are
/// in an open window; once it was launched, what that was then. Prices are the card's list prices: what Meta takes off utility and
/// authentication by the volume of the month is not known, so that neither is ever too low by it. Beside it what was billed: Meta tells
/// of each message as what, and the card of the day on which it was delivered prices it; Twilio tells the amount of each message itself,
/// up to a day later, and whether Meta's fee is part of it is not documented. No price is ever guessed: what no card tells is counted as
/// unknown.
#[utoipa::path(tag = "campaigns", security(("bearer" = ["campaigns:read"])), params(("id" = CampaignId, Path, description = "The campaign's id")),
    extensions(("x-problems" = json!(["campaign.not_found"]))), responses((status = 200, body = CampaignCost, description = "The cost")))]
#[get("/campaigns/{id}/cost")]
pub(super) async fn read_campaign_cost(
    _: Caller<CampaignsRead>,
    api: Data<Api>,
    id: Path<CampaignId>,
) -> Result<Json<CampaignCost>, Refusal> {
    let mut tx = api.store.begin().await?;
    let campaign = tx.campaigns().find(*id).await?.ok_or(ProblemCode::CampaignNotFound)?;
    if campaign.channel != Channel::Whatsapp {
        return Ok(Json(CampaignCost { estimate: None, actual: None, awaited: 0 }));
    }
    let kept = tx.costs().estimate(*id).await?;
    let estimate = match campaign.state {
        CampaignState::Draft | CampaignState::AwaitingApproval => expected(&api, &mut tx, &campaign).await?,
        _ => kept,
    };
    let (actual, awaited) = (actual(&mut tx, *id).await?, awaited(&mut tx, *id, estimate.as_ref()).await?);
    Ok(Json(CampaignCost { estimate, actual: Some(actual), awaited }))
}

async fn expected(api: &Api, tx: &mut Tx, campaign: &Campaign) -> Result<Option<CostEstimate>, Refusal> {
    let Some(template) = templates::found(tx, campaign.template_id).await? else { return Ok(None) };
    let day: NaiveDate = review::leaves_at(campaign, api.zone, (api.clock)()).date_naive();
    cost::estimate(api, tx, campaign, &template, day).await
}

async fn actual(tx: &mut Tx, id: CampaignId) -> Result<ActualCost, Refusal> {
    let (groups, cards) = (tx.costs().charges(id).await?, tx.costs().cards().await?);
    Ok(ActualCost::of(&groups, &cards))
}

/// Of how many messages no price is told yet, where each has one.
async fn awaited(tx: &mut Tx, id: CampaignId, estimate: Option<&CostEstimate>) -> Result<i64, Refusal> {
    if estimate.is_none_or(|estimate| estimate.provider != Provider::Twilio) {
        return Ok(0);
    }
    let taken = tx.figures().totals(id).await?.accepted;
    Ok((taken - tx.costs().charged(id).await?).max(0))
}
