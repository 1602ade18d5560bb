//! What a campaign by WhatsApp would cost.

use chrono::NaiveDate;
use domain::{
    campaign::Campaign,
    whatsapp::{CostEstimate, CostTerms, RateCard, WhatsappTemplate},
};
use store::{AudienceOf, Reached, Tx};

use crate::{Api, error::Refusal};

/// The estimate by the card of the day on which it would leave, for whoever the plan would take; none where nobody has been chosen,
/// or the template's account is not in the settings.
pub(crate) async fn estimate(
    api: &Api,
    tx: &mut Tx,
    campaign: &Campaign,
    template: &WhatsappTemplate,
    day: NaiveDate,
) -> Result<Option<CostEstimate>, Refusal> {
    let (Some(segment), Some(connection)) = (&campaign.audience, api.accounts.get(&template.account)) else {
        return Ok(None);
    };
    let policy = tx.settings().consent_policy().await?;
    let of = AudienceOf {
        channel: campaign.channel,
        segment,
        policy: &policy,
        now: (api.clock)(),
        reached: Reached::Nobody,
    };
    let groups = tx.audience().reach(of, &template.account).await?;
    let cards = tx.costs().cards().await?;
    let provider = connection.provider();
    let terms = CostTerms {
        provider,
        category: template.content.category,
        free_text: campaign.whatsapp.as_ref().is_some_and(|message| message.free_text.is_some()),
        card: RateCard::on(&cards, provider, day),
    };
    Ok(Some(CostEstimate::of(&groups, terms)))
}
