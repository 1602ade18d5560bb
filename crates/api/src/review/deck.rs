//! The flight deck of a campaign by WhatsApp.

use chrono::{DateTime, Utc};
use domain::{
    audience::{ExclusionReason, Waterfall},
    campaign::Campaign,
    whatsapp::{CostEstimate, DeckTemplate, FlightDeck, WhatsappTemplate, days_by_tier},
};
use store::Tx;

use crate::{Api, cost, error::Refusal, numbers};

/// Everything that decides whether it arrives, for a launch that leaves at that instant.
pub(super) async fn deck(
    api: &Api,
    tx: &mut Tx,
    campaign: &Campaign,
    template: Option<&WhatsappTemplate>,
    waterfall: &Waterfall,
    leaves_at: DateTime<Utc>,
) -> Result<FlightDeck, Refusal> {
    let (sender, cost) = match template {
        None => (None, None),
        Some(template) => (
            numbers::found(api, tx, &template.account).await?,
            cost::estimate(api, tx, campaign, template, leaves_at.date_naive()).await?,
        ),
    };
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
        days: sender.as_ref().and_then(|sender| days_by_tier(sender.tier, sender.used, waterfall.planned)),
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
