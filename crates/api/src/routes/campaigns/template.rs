//! The template that a campaign names.

use domain::{Channel, TemplateId, campaign::CampaignEdit};
use store::Tx;

use crate::{
    Api,
    error::{Refusal, template_missing},
    templates,
};

/// Makes sure that a template exists, is not archived and is of the campaign's channel; by WhatsApp, that it is approved.
pub(super) async fn usable(tx: &mut Tx, channel: Channel, id: Option<TemplateId>) -> Result<(), Refusal> {
    let Some(id) = id else { return Ok(()) };
    let found = tx.templates().find(id).await?;
    let mut usable = found.is_some_and(|template| !template.archived && template.channel == channel);
    // Nothing else may leave outside of the window (developers.facebook.com, templates/overview).
    if usable && channel == Channel::Whatsapp {
        usable = tx.whatsapp_templates().approved(id).await?.is_some();
    }
    if usable { Ok(()) } else { Err(template_missing()) }
}

/// Makes sure that what is said beside a template of WhatsApp is no longer than its account's provider takes.
pub(super) async fn takes(api: &Api, tx: &mut Tx, edit: &CampaignEdit) -> Result<(), Refusal> {
    let (Some(id), Some(message)) = (edit.template_id, &edit.whatsapp) else { return Ok(()) };
    let Some(template) = templates::found(tx, Some(id)).await? else { return Ok(()) };
    let Some(connection) = api.accounts.get(&template.account) else { return Ok(()) };
    Ok(message.check_for(connection.provider())?)
}
