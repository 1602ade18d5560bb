//! A campaign is let go.

use actix_web::{
    HttpResponse, post,
    web::{Data, Path},
};
use domain::{
    CampaignId, ProblemCode,
    campaign::{Campaign, CampaignAct, CampaignLaunch, CampaignState, Review},
};
use store::{Change, Launch};

use super::whole;
use crate::{
    Api,
    caller::{Caller, permit::CampaignsSend},
    error::Refusal,
    manners::{
        body::Body,
        version::{Expected, VersionHeader, changed, shown},
    },
    review::{file, refusal, review},
};

/// Launch a campaign
///
/// Lets it leave at its due time, or at once where it has none. Refused while the review finds something that blocks; what it
/// is stands in `errors`. With `expected`, refused when the audience has come to differ by more than a tenth. One that is
/// launched already is answered as it is. One that is overdue leaves at once. An e-mail part leaves with its main campaign only, and
/// `expected` counts the messages of both; what blocks the part stands under `/email_part`.
#[utoipa::path(tag = "campaigns", security(("bearer" = ["campaigns:send"])), params(("id" = CampaignId, Path, description = "The campaign's id"), VersionHeader),
    request_body = CampaignLaunch,
    extensions(("x-problems" = json!(["campaign.not_found", "campaign.wrong_state", "campaign.not_ready", "campaign.audience_changed", "campaign.is_part", "suite.refused"]))),
    responses((status = 200, body = Campaign, description = "The campaign as it is now")))]
#[post("/campaigns/{id}/launch")]
pub(super) async fn launch_campaign(
    caller: Caller<CampaignsSend>,
    api: Data<Api>,
    id: Path<CampaignId>,
    Expected(version): Expected,
    body: Body<CampaignLaunch>,
) -> Result<HttpResponse, Refusal> {
    let file = file(&api, *id).await?;
    let mut tx = api.store.begin().await?;
    let campaign = whole(&mut tx, *id).await?;
    if is_launched(campaign.state) {
        return Ok(shown(&campaign));
    }
    if campaign.version != version {
        return Err(ProblemCode::VersionStale.into());
    }
    // Before the review: what a campaign lacks is of no use to somebody who may not launch it any more.
    if campaign.archived || campaign.state.after(CampaignAct::Launch).is_none() {
        return Err(ProblemCode::CampaignWrongState.into());
    }
    let review = review(&api, &mut tx, &campaign, file).await?;
    judge(&review, &body.command)?;
    let now = (api.clock)();
    let due_at = review.due_at.unwrap_or(now);
    // Under the version that was reviewed: nobody's change slips in between.
    let launch = Launch { expected_version: Some(version), due_at, by: caller.id(), now };
    let change = tx.campaigns().launch(*id, launch).await?;
    let expected = review.whatsapp.and_then(|deck| deck.cost);
    if let (Change::Done(_), Some(estimate)) = (&change, expected) {
        tx.costs().keep_estimate(*id, &estimate).await?;
    }
    tx.commit().await?;
    changed(change, ProblemCode::CampaignNotFound, ProblemCode::CampaignWrongState)
}

const fn is_launched(state: CampaignState) -> bool {
    matches!(state, CampaignState::Scheduled | CampaignState::Planning | CampaignState::Sending)
}

fn judge(review: &Review, launch: &CampaignLaunch) -> Result<(), Refusal> {
    if !review.is_ready() {
        return Err(refusal(review));
    }
    let planned = review.planned();
    match launch.expected {
        Some(expected) if differs(expected, planned) => {
            Err(Refusal::with_detail(ProblemCode::CampaignAudienceChanged, format!("{expected} → {planned}")))
        }
        _ => Ok(()),
    }
}

/// Whether it is more than a tenth of what was expected, up or down.
const fn differs(expected: i64, planned: i64) -> bool {
    planned.abs_diff(expected).saturating_mul(10) > expected.unsigned_abs()
}

#[cfg(test)]
mod tests {
    use super::differs;

    #[test]
    fn a_tenth_more_or_less_is_the_same_audience() {
        for planned in [90, 100, 110] {
            assert!(!differs(100, planned), "{planned}");
        }
        for planned in [0, 89, 111, i64::MAX] {
            assert!(differs(100, planned), "{planned}");
        }
        assert!(differs(0, 1) && !differs(0, 0) && differs(i64::MIN, i64::MAX));
    }
}
