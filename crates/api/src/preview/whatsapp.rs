//! Rendering a WhatsApp message for one person, while what fills it is being written.

use content::{Unfit, Variables, WhatsappRenderer, compile_whatsapp};
use domain::{
    FieldError, FieldReason,
    campaign::{Campaign, PreviewContent, WhatsappPreview},
    provider::Provider,
    whatsapp::{TemplateContent, TemplateHeader, WhatsappMessage, WhatsappTemplate},
};
use store::Tx;

use super::render::place;
use crate::{
    Api,
    error::{Refusal, template_missing},
    templates,
};

/// The message for a person, of what is saved or of what is sent along. A template that is not approved can be looked at too.
pub(crate) async fn render_whatsapp(
    api: &Api,
    tx: &mut Tx,
    campaign: &Campaign,
    unsaved: Option<PreviewContent>,
    mut person: Variables,
) -> Result<WhatsappPreview, Refusal> {
    let (template, message, within) = match unsaved {
        Some(content) => (content.template_id, content.whatsapp, "/content"),
        None => (campaign.template_id, campaign.whatsapp.clone(), ""),
    };
    let WhatsappTemplate { account, content: template, .. } =
        templates::found(tx, template).await?.ok_or_else(template_missing)?;
    // Where the settings have lost the account: a template is Meta's, whoever carries it.
    let provider = api.accounts.get(&account).map_or(Provider::Meta, |connection| connection.provider());
    let message = message.unwrap_or_default();
    let compiled =
        compile_whatsapp(&template, "", &message, provider).map_err(|errors| place(errors, within))?;
    let renderer = WhatsappRenderer::new(compiled, provider).map_err(|error| {
        let wrong = FieldError::new(format!("{within}/whatsapp"), FieldReason::Syntax, error);
        Refusal::fields(vec![wrong])
    })?;
    person.set("campagne", "nom", campaign.name.as_str());
    Ok(shown(template, message, &renderer, &person))
}

fn shown(
    template: TemplateContent,
    message: WhatsappMessage,
    renderer: &WhatsappRenderer,
    person: &Variables,
) -> WhatsappPreview {
    let media = match template.header {
        Some(TemplateHeader::Media { media, .. }) => Some(media),
        Some(TemplateHeader::Text { .. }) | None => None,
    };
    let (filled, free_text) = (renderer.show(person), renderer.free_text(person));
    let unfit = filled.as_ref().err().or(free_text.as_ref().err()).map(Unfit::code);
    let filled = filled.ok();
    WhatsappPreview {
        header: filled.as_ref().and_then(|filled| filled.header.clone()),
        media,
        media_url: message.media_url.filter(|_| media.is_some()),
        body: filled.map(|filled| filled.body),
        footer: template.footer,
        buttons: template.buttons,
        free_text: free_text.ok().flatten(),
        unfit: unfit.map(str::to_owned),
    }
}
