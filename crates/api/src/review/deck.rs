//! The flight deck of a campaign by WhatsApp.

use domain::{
    audience::{ExclusionReason, Waterfall},
    campaign::Campaign,
    whatsapp::{CostEstimate, DeckTemplate, FlightDeck, WhatsappTemplate, days_by_tier},
};
use store::Tx;

use super::begun;
use crate::{Api, error::Refusal, numbers};

/// Everything that decides whether it arrives.
pub(super) async fn deck(
    api: &Api,
    tx: &mut Tx,
    campaign: &Campaign,
    template: Option<&WhatsappTemplate>,
    waterfall: &Waterfall,
    cost: Option<CostEstimate>,
) -> Result<FlightDeck, Refusal> {
    let sender = match template {
        None => None,
        Some(template) => numbers::found(api, tx, &template.account).await?,
    };
    let begun = begun(waterfall.planned, cost.as_ref());
    let left_out = |reason| {
        waterfall.excluded.iter().filter(|one| one.reason == reason).map(|one| one.contacts).sum::<i64>()
    };
    let quiet = match &campaign.quiet_hours {
        Some(own) => !own.windows.is_empty(),
        None => !tx.settings().quiet_hours().await?.value.windows.is_empty(),
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
        american: cost.as_ref().map_or(0, CostEstimate::american),
        quiet,
        cost,
    })
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
