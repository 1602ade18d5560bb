//! On how many days a campaign would leave.

use chrono::{DateTime, Utc};
use domain::{
    campaign::Campaign,
    channel::Channel,
    pace,
    provider::AccountId,
    whatsapp::{TIER_SPAN, Tier},
};
use store::Tx;

use crate::error::Refusal;

/// By the campaign's own limit a day for all that are planned, and by what the number of its account may still begin today and on the days
/// to come for those to whom it begins to write.
pub(super) async fn days(
    tx: &mut Tx,
    campaign: &Campaign,
    account: Option<&AccountId>,
    (planned, begun): (i64, i64),
    now: DateTime<Utc>,
) -> Result<i64, Refusal> {
    let own = campaign.pace_per_day.map_or(i64::MAX, i64::from);
    let (left, tier) = match account.filter(|_| campaign.channel == Channel::Whatsapp) {
        Some(account) => room(tx, account, now).await?,
        None => (i64::MAX, i64::MAX),
    };
    Ok(pace::days(planned, own, own).max(pace::days(begun, own.min(left), own.min(tier))))
}

/// How many more people a number may begin to write to today, and how many on each day that follows.
async fn room(tx: &mut Tx, account: &AccountId, now: DateTime<Utc>) -> Result<(i64, i64), Refusal> {
    let Some(sender) = tx.whatsapp_senders().find(account).await? else { return Ok((i64::MAX, i64::MAX)) };
    let Some(Tier(Some(limit))) = sender.tier else { return Ok((i64::MAX, i64::MAX)) };
    let limit = i64::from(limit);
    let used = tx.whatsapp_senders().used(account, now - TIER_SPAN).await?;
    Ok(((limit - used).max(0), limit))
}
