//! The flight deck of a campaign by WhatsApp.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::{
    audience::{ExclusionReason, Waterfall},
    campaign::Campaign,
    quiet::QuietHours,
    whatsapp::{CostEstimate, DeckTemplate, FlightDeck, WhatsappTemplate, days_by_tier},
};
use store::{CountryCount, Tx};

use super::begun;
use crate::{Api, audience, error::Refusal, numbers};

/// Everything that decides whether it arrives, for a launch that leaves at that instant.
pub(super) async fn deck(
    api: &Api,
    tx: &mut Tx,
    campaign: &Campaign,
    template: Option<&WhatsappTemplate>,
    waterfall: &Waterfall,
    cost: Option<CostEstimate>,
    leaves_at: DateTime<Utc>,
) -> Result<FlightDeck, Refusal> {
    let sender = match template {
        None => None,
        Some(template) => numbers::found(api, tx, &template.account).await?,
    };
    let begun = begun(waterfall.planned, cost.as_ref());
    let left_out = |reason| {
        waterfall.excluded.iter().filter(|one| one.reason == reason).map(|one| one.contacts).sum::<i64>()
    };
    let hours = match &campaign.quiet_hours {
        Some(own) => own.clone(),
        None => tx.settings().quiet_hours().await?.value,
    };
    Ok(FlightDeck {
        consented: waterfall.planned,
        without_consent: left_out(ExclusionReason::NoConsent),
        without_number: left_out(ExclusionReason::NoAddress) + left_out(ExclusionReason::InvalidAddress),
        template: template.map(shown),
        days: sender.as_ref().and_then(|sender| {
            days_by_tier(sender.tier, sender.used, begun).map(|days| days.max(waterfall.planned.min(1)))
        }),
        sender,
        filling: None,
        american: cost.as_ref().map_or(0, CostEstimate::american),
        quiet: !hours.windows.is_empty(),
        asleep: asleep(api, tx, campaign, &hours, leaves_at).await?,
        cost,
    })
}

/// For how many of those who would be written to it is a quiet hour then, by the clocks that the dispatcher looks at.
async fn asleep(
    api: &Api,
    tx: &mut Tx,
    campaign: &Campaign,
    hours: &QuietHours,
    leaves_at: DateTime<Utc>,
) -> Result<i64, Refusal> {
    let Some(segment) = campaign.audience.as_ref().filter(|_| !hours.windows.is_empty()) else {
        return Ok(0);
    };
    let house: Tz = hours.zone.as_deref().and_then(|zone| zone.parse().ok()).unwrap_or(api.zone);
    let countries = audience::countries(api, tx, campaign.channel, segment).await?;
    let is_asleep = |one: &&CountryCount| {
        let clock = one.country.as_deref().and_then(address::clock).unwrap_or(house);
        hours.until(&clock, leaves_at).is_some()
    };
    Ok(countries.iter().filter(is_asleep).map(|one| one.people).sum())
}

fn shown(template: &WhatsappTemplate) -> DeckTemplate {
    DeckTemplate {
        id: template.id,
        name: template.content.name.clone(),
        status: template.status,
        quality: template.quality,
        category: template.content.category,
    }
}
