//! The numbers of WhatsApp as the API shows them: what the settings say, and what is known of them.

use domain::{
    provider::AccountId,
    whatsapp::{TIER_SPAN, TemplateQuality, WhatsappSender},
};
use store::Tx;

use crate::{Api, error::Refusal};

/// The number of an account; none where the settings have no such account, or it speaks no WhatsApp.
pub(crate) async fn found(
    api: &Api,
    tx: &mut Tx,
    account: &AccountId,
) -> Result<Option<WhatsappSender>, Refusal> {
    let Some(whatsapp) = api.accounts.get(account).and_then(|connection| connection.whatsapp()) else {
        return Ok(None);
    };
    let known = tx.whatsapp_senders().find(account).await?;
    Ok(Some(WhatsappSender {
        phone: whatsapp.phone().to_owned(),
        quality: known.as_ref().map_or(TemplateQuality::Unknown, |known| known.quality),
        tier: known.as_ref().and_then(|known| known.tier),
        used: tx.whatsapp_senders().used(account, (api.clock)() - TIER_SPAN).await?,
        templates: tx.whatsapp_templates().count(account).await?,
        synced_at: known.map(|known| known.synced_at),
    }))
}
