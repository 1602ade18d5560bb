//! What an audience comes to, by the rules of the moment.

use domain::{
    audience::{AudienceCount, Segment},
    campaign::Campaign,
    channel::Channel,
};
use store::{AudienceOf, CountryCount, Reached, Tx};

use crate::{Api, error::Refusal};

/// Counts by the query that plans.
pub(crate) async fn count(
    api: &Api,
    tx: &mut Tx,
    channel: Channel,
    segment: &Segment,
    reached: Reached,
) -> Result<AudienceCount, Refusal> {
    let policy = tx.settings().consent_policy().await?;
    let of = AudienceOf { channel, segment, policy: &policy, now: (api.clock)(), reached };
    Ok(tx.audience().count(of).await?)
}

/// Whom it plans, by country.
pub(crate) async fn countries(
    api: &Api,
    tx: &mut Tx,
    channel: Channel,
    segment: &Segment,
) -> Result<Vec<CountryCount>, Refusal> {
    let policy = tx.settings().consent_policy().await?;
    let of = AudienceOf { channel, segment, policy: &policy, now: (api.clock)(), reached: Reached::Nobody };
    Ok(tx.audience().countries(of).await?)
}

/// What the audience of a campaign comes to; none where nobody has been chosen. An e-mail part's are those whom WhatsApp leaves.
pub(crate) async fn of(
    api: &Api,
    tx: &mut Tx,
    campaign: &Campaign,
) -> Result<Option<AudienceCount>, Refusal> {
    let Some(segment) = &campaign.audience else { return Ok(None) };
    let reached = campaign.part_of.map_or(Reached::Nobody, |_| Reached::AsThingsStand);
    count(api, tx, campaign.channel, segment, reached).await.map(Some)
}
