//! What an audience comes to, by the rules of the moment.

use domain::{
    audience::{AudienceCount, Segment},
    channel::Channel,
};
use store::{AudienceOf, Tx};

use crate::{Api, error::Refusal};

/// Counts by the query that plans.
pub(crate) async fn count(
    api: &Api,
    tx: &mut Tx,
    channel: Channel,
    segment: &Segment,
) -> Result<AudienceCount, Refusal> {
    let policy = tx.settings().consent_policy().await?;
    Ok(tx.audience().count(AudienceOf { channel, segment, policy: &policy, now: (api.clock)() }).await?)
}
