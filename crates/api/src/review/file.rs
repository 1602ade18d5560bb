//! What is found behind the address of the file above a text.

use content::media_misfit;
use domain::{
    CampaignId, campaign::CampaignAct, channel::Channel, check::Check, provider::AccountId,
    whatsapp::HeaderMedia,
};

use crate::{Api, error::Refusal, templates};

/// A file that everybody would get, and the account that would carry it.
struct Wanted {
    account: AccountId,
    media: HeaderMedia,
    url: String,
}

/// Asks for the file of a campaign that may be launched. It takes as long as the other side does, within limits: no connection to the
/// database is kept meanwhile.
pub(crate) async fn file(api: &Api, id: CampaignId) -> Result<Option<Check>, Refusal> {
    let Some(Wanted { account, media, url }) = wanted(api, id).await? else { return Ok(None) };
    let Some(whatsapp) = api.accounts.get(&account).and_then(|account| account.whatsapp()) else {
        return Ok(None);
    };
    Ok(whatsapp.file_fault(media, &url).await.map(|fault| fault.check()))
}

/// None where there is none, and where its address alone speaks against it: that is told already.
async fn wanted(api: &Api, id: CampaignId) -> Result<Option<Wanted>, Refusal> {
    let mut tx = api.store.begin().await?;
    let campaign = tx.campaigns().find(id).await?;
    let Some(campaign) = campaign.filter(|campaign| {
        campaign.channel == Channel::Whatsapp
            && !campaign.archived
            && campaign.state.after(CampaignAct::Launch).is_some()
    }) else {
        return Ok(None);
    };
    let template = templates::found(&mut tx, campaign.template_id).await?;
    let url = campaign.whatsapp.and_then(|message| message.media_url);
    let (Some(template), Some(url)) = (template, url) else { return Ok(None) };
    let Some(carrier) = api.accounts.get(&template.account) else { return Ok(None) };
    let is_told = media_misfit(&template.content, &url, carrier.provider()).is_some();
    let media = template.content.media().filter(|_| !is_told);
    Ok(media.map(|media| Wanted { account: template.account, media, url }))
}
